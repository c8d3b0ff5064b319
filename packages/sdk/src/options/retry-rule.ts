import { membersRule } from "./member-rules.ts";
import { numberRule, type OptionRule } from "./option-rule.ts";

/** What a timer can hold. */
const LONGEST_MS = 24 * 24 * 3_600_000;

const milliseconds = (low: number): OptionRule => ({
  ...numberRule(low, LONGEST_MS),
  takes: `milliseconds, ${low} or more and at most 24 days`,
});

const object = membersRule(
  "true, false, or an object with `maxAttempts` (1 to 100), `initialDelayMs` and `maxDelayMs` (1 or more), " +
    "`maxWaitMs` (0 or more) and `restartStreams` (true or false)",
  {
    maxAttempts: numberRule(1, 100, true),
    initialDelayMs: milliseconds(1),
    maxDelayMs: milliseconds(1),
    maxWaitMs: milliseconds(0),
    restartStreams: { takes: "true or false", fits: (value) => typeof value === "boolean" },
  },
);

/** The option `retry`. */
export const retryRule: OptionRule = {
  ...object,
  fits: (value) => typeof value === "boolean" || object.fits(value),
};
