import { callScript } from "./script-mistake.ts";

/** The latest time of a `Date`, in milliseconds since 1970. */
const LATEST = 8.64e15;

/** The clock of a test. It throws a ScriptMistake if the clock throws, or returns something other than a time. */
export function checkedClock(now: () => number): () => number {
  const expected = {
    what: 'the option "now"',
    allowed: "milliseconds since 1970, as Date.now() does",
    isAllowed: (value: unknown) => typeof value === "number" && Math.abs(value) <= LATEST,
  };
  return () => callScript(now, expected);
}
