import { isRecord, numberRule, type OptionRule } from "./option-rule.ts";

/** What a timer can hold. */
const LONGEST_MS = 24 * 24 * 3_600_000;

const members: Readonly<Record<string, (value: unknown) => boolean>> = {
  maxAttempts: numberRule(1, 100, true).fits,
  initialDelayMs: numberRule(1, LONGEST_MS).fits,
  maxDelayMs: numberRule(1, LONGEST_MS).fits,
  maxWaitMs: numberRule(0, LONGEST_MS).fits,
  restartStreams: (value) => typeof value === "boolean",
};

/** The option `retry`. */
export const retryRule: OptionRule = {
  takes:
    "true, false, or an object with `maxAttempts` (1 to 100), `initialDelayMs` and `maxDelayMs` (1 or more), " +
    "`maxWaitMs` (0 or more) and `restartStreams` (true or false)",
  fits: (value) =>
    typeof value === "boolean" ||
    (isRecord(value) &&
      Object.entries(value).every(
        ([name, member]) => Object.hasOwn(members, name) && (member === undefined || members[name]?.(member) === true),
      )),
};
