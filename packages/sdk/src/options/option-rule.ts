import type { GeminiError } from "../errors/gemini-error.ts";

/** What an option takes, in words, and whether a value is that. Null and undefined are always fine. */
export interface OptionRule {
  readonly takes: string;
  readonly fits: (value: unknown) => boolean;
  /** The error for the part of an unfit value that is to blame; undefined where that is the whole. */
  readonly culprit?: (name: string, value: unknown) => GeminiError | undefined;
}

/** A rule for numbers in a range, both ends included. */
export function numberRule(low: number, high: number, whole = false): OptionRule {
  const kind = whole ? "a whole number" : "a number";
  const range = high === Number.POSITIVE_INFINITY ? `of ${low} or more` : `from ${low} to ${high}`;
  return {
    takes: `${kind} ${range}`,
    fits: (value) =>
      typeof value === "number" &&
      value >= low &&
      value <= high &&
      (whole ? Number.isInteger(value) : !Number.isNaN(value)),
  };
}

/** Whether a value is an object with members, and no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
