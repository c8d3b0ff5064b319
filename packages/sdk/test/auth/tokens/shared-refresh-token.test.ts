import { expect, test } from "vitest";
import type { CachedToken } from "../../../src/index.ts";
import { withFiles } from "../../support/platform.ts";
import { HOUR_MS } from "../support/rotation.ts";
import { clockWithoutRereading, type TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

/** Processes that share a token cache. Google accepts each refresh token once, and nobody can write the login file. */
async function createProcesses(clock: TestClock, tokenCache: Map<string, CachedToken>) {
  const world = await createWorld({ clock, rotateRefreshTokens: true });
  await world.signIn({ expiresInMs: 0 });
  const newProcess = () => {
    const platform = withFiles(world.newPlatform(), { replace: () => Promise.reject({ code: "EROFS" }) });
    return world.client({ credentialsPath: world.loginPath, tokenCache }, platform);
  };
  return { world, newProcess };
}

const statuses = (world: World) => world.calls("token").map(({ status }) => status);

test("F366 processes share a login whose refresh token is only in the cache: each renews with the newest one", async () => {
  const clock = clockWithoutRereading();
  const { world: created, newProcess } = await createProcesses(clock, new Map());
  await using world = created;
  const processes = [newProcess(), newProcess(), newProcess()];
  for (const turn of [0, 1, 0, 2, 2, 1, 0]) {
    expect((await processes[turn]?.generate("What is 2+2?"))?.text).toContain("4");
    clock.advance(HOUR_MS);
  }
  expect((await newProcess().generate("What is 2+2?")).text).toContain("4");
  expect(statuses(world)).toEqual(Array.from({ length: 8 }, () => 200));
});

test("F366 the cache holds an old refresh token, since it could not be written: the process uses its own newer one", async () => {
  const clock = clockWithoutRereading();
  const tokens = new Map<string, CachedToken>();
  const { world: created, newProcess } = await createProcesses(clock, tokens);
  await using world = created;
  await newProcess().generate("hi");
  const old = new Map(tokens);
  clock.advance(HOUR_MS);
  const process = newProcess();
  for (let hour = 0; hour < 3; hour += 1) {
    expect((await process.generate("What is 2+2?")).text).toContain("4");
    clock.advance(HOUR_MS);
    for (const [key, token] of old) tokens.set(key, token);
  }
  expect(statuses(world)).toEqual([200, 200, 200, 200]);
});

test("F366 the refresh token in the cache was revoked: the process tries its own one", async () => {
  const clock = clockWithoutRereading();
  const tokens = new Map<string, CachedToken>();
  const { world: created, newProcess } = await createProcesses(clock, tokens);
  await using world = created;
  const process = newProcess();
  await process.generate("hi");
  clock.advance(HOUR_MS);
  for (const [key, token] of tokens) tokens.set(key, { ...token, refreshToken: "1//fake-revoked" });
  expect((await process.generate("What is 2+2?")).text).toContain("4");
  expect(statuses(world)).toEqual([200, 400, 200]);
});
