// Runs before each file of tests: after every test no secret may have shown, in whatever the process printed, in any
// GeminiError, in any event, in any file but the login file.

import { afterAll, afterEach, aroundEach, vi } from "vitest";
import type { OnEvent } from "../../packages/sdk/src/platform/events.ts";
import { everythingShown } from "./everything-shown.ts";
import { searchFolder } from "./search-folder.ts";
import { shown, takeSightings } from "./sightings.ts";
import { searchErrors } from "./watch-errors.ts";
// Runs once in each process, even if several files of tests share it.
import { temporaryFolder } from "./watched-process.ts";

// A test may watch the public one.
const { stringify } = JSON;

vi.mock("../../packages/sdk/src/platform/safe-on-event.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../packages/sdk/src/platform/safe-on-event.ts")>();
  const safeOnEvent = (onEvent: OnEvent | null | undefined): OnEvent => {
    const tell = original.safeOnEvent(onEvent);
    return (event) => {
      shown("an event", isPlain(event) ? stringify(event) : everythingShown(event));
      tell(event);
    };
  };
  return { ...original, safeOnEvent };
});

// Around everything, what ends with the test included.
aroundEach(async (runTest) => {
  await runTest();
  failIfSeen();
});

// Before what the test made is removed.
afterEach(() => searchFolder(temporaryFolder));

// What ended after the last test.
afterAll(async () => {
  await searchFolder(temporaryFolder);
  failIfSeen();
});

/** Whether its JSON says all. Events come by the ten thousand, and inspecting one takes long. */
function isPlain(value: object): boolean {
  return Reflect.ownKeys(value).every((key) => {
    const member: unknown = Reflect.get(value, key);
    if (typeof key !== "string" || typeof member === "function") return false;
    if (typeof member !== "object" || member === null) return true;
    return Object.getPrototypeOf(member) === Object.prototype && isPlain(member);
  });
}

function failIfSeen(): void {
  searchErrors();
  const sightings = takeSightings();
  if (sightings.length > 0) throw new Error(`Secrets are shown:\n${sightings.join("\n")}`);
}
