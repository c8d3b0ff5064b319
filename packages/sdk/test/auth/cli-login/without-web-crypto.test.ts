import { readFile } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { moveToStore, newest } from "../support/encrypted-store.ts";
import { rotate } from "../support/rotation.ts";
import { createWorld } from "../support/world.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What jsdom has of the Web Crypto API; older versions lack `randomUUID()` too. */
function likeJsdom(): void {
  const { crypto } = globalThis;
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
}

test("F329 a login works on Node if a DOM has replaced `crypto`, also if it is renewed and saved", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  rotate(world);
  likeJsdom();
  expect((await world.client().chat().sendMessage("What is 2+2?")).text).toContain("4");
  expect(await readFile(world.loginPath, "utf8")).toContain("rotated");
});

test("F329 the encrypted store of the Gemini CLI is read there too", async () => {
  await using world = await createWorld();
  await world.signIn();
  await moveToStore(world, newest);
  likeJsdom();
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});
