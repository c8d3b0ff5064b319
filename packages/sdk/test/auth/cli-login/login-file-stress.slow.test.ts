import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createWorld } from "../support/world.ts";

const built = new URL("../../../dist/index.js", import.meta.url).href;
const writer = fileURLToPath(new URL("../support/cli-like-writer.mjs", import.meta.url));

const WRITERS = 3;
const CLIENT_PROCESSES = 2;
const CALLS_OF_A_PROCESS = 25;
/** At the same time, each looking at the file for itself. */
const PLATFORMS = 4;
const CALLS_OF_A_PLATFORM = 6;

/** A program that prints how many calls succeeded; it ends with a stack at the first that fails. */
const CLIENT = `
  import { GeminiClient } from "${built}";
  const client = new GeminiClient({ model: "gemini-2.5-flash", backend: "code-assist" });
  let calls = 0;
  while (calls < ${CALLS_OF_A_PROCESS}) calls += (await client.generate("What is 2+2?")).text.includes("4") ? 1 : 0;
  process.stdout.write(String(calls));
`;

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (bytes) => {
    text += bytes;
  });
  await once(child, "close");
  return text;
}

test("F10 several CLI-like writers at once, while processes read, renew and rotate: no call fails", async () => {
  const accessTokens = Array.from({ length: 200 }, (_, index) => `fake-access-${index + 1}`);
  await using world = await createWorld({ accessTokens });
  const login = await world.signIn();
  // Each token is due for renewal at once, so that every call reads the file; every second renewal rotates.
  world.on("token", (number) => {
    const rotated = number % 2 === 0 ? { refresh_token: `fake-rotated-${number}` } : {};
    return Response.json({ access_token: `fake-access-${number}`, expires_in: 1, ...rotated });
  });
  const flags = [writer, world.loginPath, JSON.stringify(login)];
  const writers = Array.from({ length: WRITERS }, () => spawn(process.execPath, flags));
  try {
    await Promise.all(writers.map((child) => once(child.stdout, "data")));
    const environment = { ...world.environment, PATH: process.env.PATH, GEMINI_CLI_HOME: world.home };
    const clients = Array.from({ length: CLIENT_PROCESSES }, () =>
      outputOf(spawn(process.execPath, ["--input-type=module", "-e", CLIENT], { env: environment, stdio: "pipe" })),
    );
    await Promise.all(
      Array.from({ length: PLATFORMS }, async () => {
        const client = world.client({ backend: "code-assist" }, world.newPlatform());
        for (let call = 0; call < CALLS_OF_A_PLATFORM; call += 1) {
          expect((await client.generate("What is 2+2?")).text).toContain("4");
        }
      }),
    );
    expect(await Promise.all(clients)).toEqual(Array(CLIENT_PROCESSES).fill(String(CALLS_OF_A_PROCESS)));
    expect(writers.map((child) => child.exitCode)).toEqual(Array(WRITERS).fill(null));
  } finally {
    // After a whole write, so that what is left is what they and we make of the file.
    const ended = writers.map((child) => once(child, "close"));
    for (const child of writers) child.stdin.end();
    await Promise.all(ended);
  }
  const calls = PLATFORMS * CALLS_OF_A_PLATFORM + CLIENT_PROCESSES * CALLS_OF_A_PROCESS;
  expect(world.calls("token").length).toBeGreaterThanOrEqual(calls);
  expect(world.calls("generateContent")).toHaveLength(calls);
  expect(JSON.parse(await readFile(world.loginPath, "utf8"))).toMatchObject({ token_type: "Bearer" });
  expect(await readdir(dirname(world.loginPath))).toEqual(["oauth_creds.json"]);
});

test("F10 a process that rewrites the file continuously, in place as the CLI does: no call fails", async () => {
  await using world = await createWorld();
  await world.signIn();
  const script = `
    import { readFileSync } from "node:fs";
    import { writeFile } from "node:fs/promises";
    const path = process.argv[1];
    const text = readFileSync(path, "utf8");
    console.log("writing");
    for (;;) await writeFile(path, text);
  `;
  const writer = spawn(process.execPath, ["--input-type=module", "-e", script, world.loginPath]);
  try {
    await once(writer.stdout, "data");
    for (let call = 0; call < 60; call += 1) {
      // Another process each time, which has to read the file.
      await world.client({ backend: "code-assist" }, world.newPlatform()).generate("hi");
    }
    expect(writer.exitCode).toBeNull();
  } finally {
    writer.kill();
    await once(writer, "close");
  }
  expect(world.calls("generateContent")).toHaveLength(60);
});
