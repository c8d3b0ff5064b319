import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { createFileTokenCache } from "../../../src/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { killPoints, runUntilKilled } from "../support/killed-process.ts";
import { createWorld } from "../support/world.ts";

/** The replacement that is cut off. */
const NUMBER = 3;

/** Renews its token, which serves a second, for every call. */
const PROGRAM = `
  const client = new sdk.GeminiClient({ model: "gemini-2.5-flash", backend: "code-assist" });
  for (;;) await client.generate("hi");
`;

test.each(killPoints)(
  "F14 kill -9 %s of the login file's replacement: the %s file is complete",
  async (point, which) => {
    const accessTokens = Array.from({ length: 9 }, (_, index) => `fake-access-${index + 1}`);
    await using world = await createWorld({ accessTokens });
    const login = world.emulator.login({ expiresInMs: 0 });
    await world.writeLogin({ ...login, id_token: "fake" });
    const sent: (string | null)[] = [];
    world.on("token", async (number, request) => {
      sent.push(new URLSearchParams(await request.text()).get("refresh_token"));
      const members = { access_token: `fake-access-${number}`, refresh_token: `fake-rotated-${number}` };
      return Response.json({ ...members, expires_in: 1 });
    });

    const environment = { ...world.environment, GEMINI_CLI_HOME: world.home };
    expect(await runUntilKilled(PROGRAM, environment, point, NUMBER)).toBe("SIGKILL");

    const number = which === "new" ? NUMBER : NUMBER - 1;
    const text = await readFile(world.loginPath, "utf8");
    expect(JSON.parse(text)).toEqual({
      ...login,
      id_token: "fake",
      access_token: `fake-access-${number}`,
      refresh_token: `fake-rotated-${number}`,
      expiry_date: expect.any(Number),
    });
    const folder = dirname(world.loginPath);
    const left = (await readdir(folder)).filter((name) => name !== "oauth_creds.json");
    expect(left).toHaveLength(which === "new" || point === "before open" ? 0 : 1);
    for (const name of left) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);

    // The next start signs in with what is there, and clears up.
    expect((await world.client().generate("What is 2+2?")).text).toContain("4");
    expect(sent[NUMBER]).toBe(`fake-rotated-${number}`);
    expect(await readdir(folder)).toEqual(["oauth_creds.json"]);
  },
);

/** Keeps one token after the other. */
const CACHE_PROGRAM = `
  const cache = sdk.createFileTokenCache({ folder: process.env.FOLDER });
  for (let number = 1; ; number += 1) {
    await cache.set(process.env.KEY, { accessToken: "fake-access-" + number, expiresAt: number });
  }
`;

test.each(killPoints)(
  "F14 kill -9 %s of a token cache's replacement: the %s token is complete",
  async (point, which) => {
    const folder = join(await temporaryFolder(), "gemini-ts", "tokens");
    const key = "0123456789abcdef".repeat(4);
    expect(await runUntilKilled(CACHE_PROGRAM, { FOLDER: folder, KEY: key }, point, NUMBER)).toBe("SIGKILL");

    const left = (await readdir(folder)).filter((name) => name.endsWith(".tmp"));
    expect(left).toHaveLength(which === "new" || point === "before open" ? 0 : 1);
    for (const name of left) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);

    const number = which === "new" ? NUMBER : NUMBER - 1;
    const kept = await createFileTokenCache({ folder }).get(key);
    expect(kept).toMatchObject({ accessToken: `fake-access-${number}`, expiresAt: number });
    expect(await readdir(folder)).toEqual([expect.stringMatching(`${key}\\.json$`)]);
  },
);
