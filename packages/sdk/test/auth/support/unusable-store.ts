import { readFile, writeFile } from "node:fs/promises";
import { expect } from "vitest";
import { everythingShown } from "../../../../../tests/canaries/everything-shown.ts";
import type { GeminiError } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { newest, storePath } from "./encrypted-store.ts";
import { TestClock } from "./test-clock.ts";
import { createWorld, type World, type WorldOptions } from "./world.ts";

/** Between two reads of a file that is being written, in milliseconds. */
export const REREAD_EVERY_MS = 10;

/** A world whose waits for a half-written file pass at once. */
export async function quickWorld(options: WorldOptions = {}): Promise<World> {
  const clock = new TestClock();
  clock.passQuickly(REREAD_EVERY_MS);
  return createWorld({ ...options, clock });
}

/** The error of a client that finds this store; the file has to stay as it is, and the error show nothing of it. */
export async function errorOf(world: World, text: string): Promise<GeminiError> {
  const path = storePath(world, newest);
  await writeFile(path, text, { mode: 0o600 });
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", phase: "credentials", attempts: 0 });
  expect(error.message).toContain(path);
  expect(error.message).toContain("run `gemini`");
  expect(everythingShown(error)).not.toContain("fake-");
  expect(await readFile(path, "utf8")).toBe(text);
  expect(world.emulator.calls).toEqual([]);
  return error;
}
