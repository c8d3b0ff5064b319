import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { everythingShown } from "../../../../../tests/canaries/everything-shown.ts";
import { failureOf } from "../../support/clients.ts";
import { generations, seal } from "../support/encrypted-store.ts";
import { errorOf, quickWorld } from "../support/unusable-store.ts";

test("F3 truncated at every byte: credentials_unreadable quotes none of it, and the file is unchanged", async () => {
  await using world = await quickWorld({ accessTokens: ["fakeACCESS"] });
  const bytes = new TextEncoder().encode('{"access_token":"fakeACCESS","refresh_token":"fakeREFRESH","ö":1}');
  const client = world.client({ backend: "code-assist" });
  for (let end = 0; end < bytes.length; end += 1) {
    await writeFile(world.loginPath, bytes.subarray(0, end));
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ code: "credentials_unreadable", attempts: 0 });
    expect(everythingShown(error)).not.toMatch(/fakeA|fakeR|access_token|refresh_token/);
    expect(new Uint8Array(await readFile(world.loginPath))).toEqual(bytes.subarray(0, end));
  }
  expect(world.emulator.calls).toEqual([]);
  await writeFile(world.loginPath, bytes);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test.each(generations)("F3 an encrypted store truncated anywhere ($version)", async ({ ivBytes }) => {
  await using world = await quickWorld();
  const text = seal("fake", ivBytes);
  for (let end = 0; end < text.length; end += 1) await errorOf(world, text.slice(0, end));
});
