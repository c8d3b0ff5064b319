import { readFile, rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld } from "../support/world.ts";

/** Between two looks at a file that is being written, milliseconds. */
const REREAD_EVERY_MS = 10;

test("F2 empty at first, then complete: read again without an error", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.writeLogin("");
  const answer = world.client().generate("What is 2+2?");
  await clock.waitBegun(REREAD_EVERY_MS);
  clock.advance(REREAD_EVERY_MS);
  await clock.waitBegun(REREAD_EVERY_MS);
  await world.signIn();
  clock.advance(REREAD_EVERY_MS);
  expect((await answer).text).toContain("4");
});

test("F2 empty forever: credentials_unreadable after a second, the file unchanged, and the next call reads it again", async () => {
  const clock = new TestClock();
  clock.passQuickly(REREAD_EVERY_MS);
  await using world = await createWorld({ clock });
  await world.writeLogin("");
  const startedAt = clock.now();
  const client = world.client();
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", phase: "credentials", attempts: 0 });
  expect(error.message).toContain("it is empty");
  expect(error.message).toContain(world.loginPath);
  expect(clock.now() - startedAt).toBe(1_000);
  expect(await readFile(world.loginPath, "utf8")).toBe("");
  expect(world.emulator.calls).toEqual([]);
  await world.signIn();
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test.each([-3_600_000, 3_600_000])(
  "F372 the clock is set by %i ms while a half-written file is read again: the second is a second",
  async (milliseconds) => {
    const clock = new TestClock();
    await using world = await createWorld({ clock });
    await world.writeLogin('{"access_token"');
    const startedAt = clock.monotonic();
    const failure = failureOf(world.client().generate("hi"));
    await clock.waitBegun(REREAD_EVERY_MS);
    clock.jump(milliseconds);
    clock.passQuickly(REREAD_EVERY_MS);
    clock.advance(REREAD_EVERY_MS);
    expect(await failure).toMatchObject({ code: "credentials_unreadable" });
    expect(clock.monotonic() - startedAt).toBe(1_000);
  },
);

test("F2 a call that is aborted while the file is empty ends at once", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.writeLogin("");
  const controller = new AbortController();
  const answer = failureOf(world.client().generate("hi", { signal: controller.signal }));
  await clock.waitBegun(REREAD_EVERY_MS);
  controller.abort(new Error("enough"));
  expect(await answer).toMatchObject({ code: "aborted", attempts: 0, cause: new Error("enough") });
  clock.passQuickly(REREAD_EVERY_MS);
  clock.advance(REREAD_EVERY_MS);
});

test("F12 the file is deleted while we run: the token in memory is used until it expires, and no file is created", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 30 * 60_000 });
  const client = world.client({ backend: "code-assist" });
  await client.generate("hi");
  await rm(world.loginPath);
  clock.advance(20 * 60_000);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  // The five minutes in which a renewal would be due.
  clock.advance(6 * 60_000);
  expect((await client.generate("What is 2+3?")).text).toContain("5");
  // The renewal beside that call has found nothing.
  await until(() => clock.waiting === 0);
  clock.advance(4 * 60_000);
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", attempts: 0 });
  expect(error.message).toContain(world.loginPath);
  await expect(readFile(world.loginPath)).rejects.toMatchObject({ code: "ENOENT" });
  expect(world.calls("token")).toEqual([]);
});

test("a file that becomes unreadable does not stop the use of a token that has not expired", async () => {
  const clock = new TestClock();
  clock.passQuickly(REREAD_EVERY_MS);
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 10 * 60_000 });
  const client = world.client({ backend: "code-assist" });
  await client.generate("hi");
  await world.writeLogin("{");
  clock.advance(9 * 60_000 + 1);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.events).toContainEqual(expect.objectContaining({ type: "warning", code: "credentials_unreadable" }));
  clock.advance(60_000);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "credentials_unreadable" });
});
