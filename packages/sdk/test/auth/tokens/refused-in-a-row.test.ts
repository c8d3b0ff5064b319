import { describe, expect, test } from "vitest";
import type { CachedToken } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { createWorld, type World } from "../support/world.ts";

const refusal = () =>
  Response.json({ error: { code: 401, message: "no", status: "UNAUTHENTICATED" } }, { status: 401 });

const statuses = (world: World) => world.calls("generateContent").map(({ status }) => status);

/** A token that another process has renewed, and that Google rejects. */
function revokedToken(world: World): CachedToken {
  const { access_token, expiry_date } = world.emulator.login();
  world.emulator.revoke(access_token);
  return { accessToken: access_token, expiresAt: expiry_date };
}

/** A client that has sent one call, whose token Google rejects from now on. */
async function createRefused(tokens = new Map<string, CachedToken>()) {
  const world = await createWorld();
  const login = await world.signIn({ expiresInMs: 0 });
  const client = world.client({ credentialsPath: world.loginPath, tokenCache: tokens });
  await client.generate("hi");
  const [key = "", { accessToken = "" } = {}] = [...tokens][0] ?? [];
  world.emulator.revoke(accessToken);
  const write = ({ accessToken: access_token, expiresAt: expiry_date }: CachedToken) =>
    world.writeLogin({ ...login, access_token, expiry_date });
  return { world, client, tokens, key, write };
}

describe("F391 a token is refused, and so is the one that another process has renewed", () => {
  for (const place of ["cache", "file", "file and cache"]) {
    test(`in the ${place}: the login is renewed, once for all calls`, async () => {
      const { world: created, client, tokens, key, write } = await createRefused();
      await using world = created;
      if (place.includes("cache")) tokens.set(key, revokedToken(world));
      if (place.includes("file")) await write(revokedToken(world));
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.generate("What is 2+2?")));
      for (const { text } of answers) expect(text).toContain("4");
      expect(world.calls("token")).toHaveLength(2);
      // A call that begins later gets the new token at once, so some have fewer.
      expect(statuses(world).filter((status) => status === 200)).toHaveLength(21);
      expect(statuses(world).length).toBeLessThanOrEqual(1 + 3 * 20);
    });
  }

  test("and other processes go on to write such tokens: nothing is tried a third time before the renewal", async () => {
    const { world: created, client, tokens, key } = await createRefused();
    await using world = created;
    world.on("generateContent", (_number, _request, { headers }) => {
      const isOurs = headers.authorization === `Bearer ${tokens.get(key)?.accessToken}`;
      if (!isOurs || tokens.get(key)?.accessToken.includes("theirs")) {
        tokens.set(key, revokedToken(world));
        return refusal();
      }
      return undefined;
    });
    tokens.set(key, revokedToken(world));
    await client.generate("hi");
    expect(statuses(world)).toEqual([200, 401, 401, 200]);
    expect(world.calls("token")).toHaveLength(2);
  });

  test("a stream is sent three times at most, and then fails with login_expired", async () => {
    const { world: created, client, tokens, key } = await createRefused();
    await using world = created;
    tokens.set(key, revokedToken(world));
    world.on("streamGenerateContent", refusal);
    const error = await failureOf(client.generateStream("hi").response());
    expect(error).toMatchObject({ code: "login_expired", attempts: 3 });
    expect(world.calls("streamGenerateContent")).toHaveLength(3);
    expect(world.calls("token")).toHaveLength(2);
  });

  test("the renewal fails for now: its own error is thrown, not login_expired", async () => {
    const { world: created, client, tokens, key } = await createRefused();
    await using world = created;
    tokens.set(key, revokedToken(world));
    world.on("token", () => Response.json({}));
    expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "token_response_invalid", phase: "token" });
    expect(statuses(world)).toEqual([200, 401, 401]);
  });

  test("the login has no refresh token: login_expired", async () => {
    await using world = await createWorld();
    const { refresh_token: _, ...login } = world.emulator.login();
    await world.writeLogin(login);
    world.on("generateContent", refusal);
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code: "login_expired", attempts: 1 });
    expect(world.calls("token")).toEqual([]);
  });

  test("before the first answer, while the account is looked up: the login is renewed as well", async () => {
    await using world = await createWorld();
    const tokens = new Map<string, CachedToken>();
    const login = await world.signIn({ expiresInMs: 0 });
    await world.client({ tokenCache: tokens }, world.newPlatform()).generate("hi");
    for (const [key, { accessToken }] of tokens) {
      world.emulator.revoke(accessToken);
      const { accessToken: access_token, expiresAt: expiry_date } = revokedToken(world);
      tokens.set(key, revokedToken(world));
      world.on("loadCodeAssist", async (number) => {
        if (number === 2) await world.writeLogin({ ...login, access_token, expiry_date });
        return undefined;
      });
    }
    const { text } = await world.client({ tokenCache: tokens }, world.newPlatform()).generate("What is 2+2?");
    expect(text).toContain("4");
    expect(world.calls("token")).toHaveLength(2);
  });
});
