import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption } from "../errors/option-errors.ts";
import { unknownOption } from "../errors/unknown-option.ts";
import { isRecord } from "../wire/is-record.ts";
import { readable, unreadableIn } from "./readable.ts";

/** Which values an option accepts. */
export interface OptionRule {
  /** Describes the accepted values, ending the sentence "It takes …". */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** A more specific error for a value that is not accepted, for example one that names the invalid element. */
  readonly errorFor?: (name: string, value: unknown) => GeminiError | undefined;
}

/** Throws `invalid_options`, or the rule's own error, unless the rule accepts the value. */
export function checkValue(name: string, value: unknown, rule: OptionRule): void {
  const error = readable(name, value, () => (rule.accepts(value) ? undefined : errorFor(name, value, rule)));
  if (error) throw error;
}

/** Accepts numbers from `low` to `high`, both included. */
export function numberRule(low: number, high = Number.POSITIVE_INFINITY): OptionRule {
  return {
    expected: `a number ${range(low, high)}`,
    accepts: (value) => typeof value === "number" && value >= low && value <= high,
  };
}

/** Accepts whole numbers from `low` to `high`, both included. */
export function integerRule(low: number, high = Number.POSITIVE_INFINITY): OptionRule {
  return {
    expected: `a whole number ${range(low, high)}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high,
  };
}

function range(low: number, high: number): string {
  return high === Number.POSITIVE_INFINITY ? `of ${low} or more` : `from ${low} to ${high}`;
}

/** Accepts non-empty strings. `expected` describes them. */
export function stringRule(expected = "a non-empty string"): OptionRule {
  return { expected, accepts: (value) => typeof value === "string" && value !== "" };
}

/** Accepts strings that match the pattern. `expected` describes them. */
export function patternRule(expected: string, pattern: RegExp): OptionRule {
  return { expected, accepts: (value) => typeof value === "string" && pattern.test(value) };
}

export const booleanRule: OptionRule = {
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
};

/** Accepts functions. `expected` describes them. */
export function functionRule(expected = "a function"): OptionRule {
  return {
    expected,
    accepts: (value) => typeof value === "function",
    // Reads no members, so it does not matter whether they can be read.
    errorFor: (name, value) => invalidOption(name, value, expected),
  };
}

/** Accepts arrays of at most `most` elements that `element` accepts. `elements` names them in the plural. */
export function listRule(most: number, elements: string, element: OptionRule): OptionRule {
  const isShort = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length <= most;
  return {
    expected: `an array of at most ${most} ${elements}`,
    accepts: (value) => isShort(value) && value.every(element.accepts),
    errorFor: (name, value) => {
      const index = isShort(value) ? value.findIndex((one) => !element.accepts(one)) : -1;
      if (index < 0) return undefined;
      return errorFor(`${name}[${index}]`, (value as readonly unknown[])[index], element);
    },
  };
}

/** Accepts objects whose members match the rules. Members may be undefined. */
export function membersRule(expected: string, rules: Readonly<Record<string, OptionRule>>): OptionRule {
  return {
    expected,
    accepts: (value) => isRecord(value) && memberError("", value, rules) === undefined,
    errorFor: (name, value) => (isRecord(value) ? memberError(`${name}.`, value, rules) : undefined),
  };
}

/** The error for the first member that is unknown or not accepted; the names in it start with `prefix`. */
export function memberError(
  prefix: string,
  members: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, OptionRule>>,
): GeminiError | undefined {
  for (const [member, value] of Object.entries(members)) {
    const name = `${prefix}${member}`;
    const rule = Object.hasOwn(rules, member) ? rules[member] : undefined;
    if (!rule) {
      const known = Object.keys(rules).map((one) => `${prefix}${one}`);
      return unknownOption(name, known);
    }
    if (value !== undefined && !rule.accepts(value)) return errorFor(name, value, rule);
  }
  return undefined;
}

function errorFor(name: string, value: unknown, rule: OptionRule): GeminiError {
  return rule.errorFor?.(name, value) ?? unreadableIn(name, value) ?? invalidOption(name, value, rule.expected);
}
