import type { OptionRule } from "../validation/option-rule.ts";
import { isRecord } from "../wire/is-record.ts";

/** A model name, from an option or from the environment variable `GEMINI_MODEL`. */
export const modelRule: OptionRule = {
  expected: 'a model name such as "gemini-3.8-flash"',
  accepts: (value) => typeof value === "string" && /^[\w.@:/-]{1,200}$/.test(value) && !value.includes(".."),
};

export const penaltyRule: OptionRule = {
  expected: "a number from -2 up to 2, 2 excluded",
  accepts: (value) => typeof value === "number" && value >= -2 && value < 2,
};

export const jsonObjectRule: OptionRule = {
  expected: "an object that can be written as JSON",
  accepts: isJsonObject,
};

export const requestMembersRule: OptionRule = {
  expected: "an object that can be written as JSON, without `contents`, which are made of the prompt and the history",
  accepts: (value) => isJsonObject(value) && !("contents" in value),
};

export const safetySettingsRule: OptionRule = {
  expected: "an array of objects with `category` and `threshold`",
  accepts: (value) =>
    Array.isArray(value) &&
    value.every((one) => isJsonObject(one) && typeof one.category === "string" && typeof one.threshold === "string"),
};

export const stringsObjectRule: OptionRule = {
  expected: "an object whose values are strings",
  accepts: isStringsObject,
};

export const headersRule: OptionRule = {
  expected: "an object of header names and one-line values",
  accepts: (value) =>
    isStringsObject(value) &&
    Object.entries(value).every(
      ([name, content]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(content),
    ),
};

export const signalRule: OptionRule = {
  expected: "an AbortSignal",
  accepts: (value) =>
    isRecord(value) &&
    typeof value.aborted === "boolean" &&
    typeof value.addEventListener === "function" &&
    typeof value.removeEventListener === "function",
};

function isJsonObject(value: unknown): value is Record<string, unknown> {
  try {
    return isRecord(value) && isRecord(JSON.parse(JSON.stringify(value)));
  } catch {
    return false;
  }
}

function isStringsObject(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}
