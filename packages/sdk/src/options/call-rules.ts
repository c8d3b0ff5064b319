import { controllerAsSignal } from "../errors/argument-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { schemaObject } from "../errors/option-errors.ts";
import { listRule, type OptionRule, patternRule } from "../validation/option-rule.ts";
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

/** Accepts members of `generationConfig`. */
export const jsonObjectRule: OptionRule = {
  expected: "an object that can be written as JSON",
  accepts: (value) => isJsonObject(value) && findSchemaObject("", value) === undefined,
  errorFor: schemaObjectError,
};

export const requestMembersRule: OptionRule = {
  expected: "an object that can be written as JSON, without `contents`, which are made of the prompt and the history",
  accepts: (value) => isJsonObject(value) && !("contents" in value) && findSchemaObject("", value) === undefined,
  errorFor: schemaObjectError,
};

export const modalitiesRule: OptionRule = listRule(
  4,
  'modalities: "TEXT", "IMAGE" or "AUDIO"',
  patternRule('"TEXT", "IMAGE" or "AUDIO"', /^[A-Z_]{1,40}$/),
);

/** Lower case, which is how Google wants it. */
export const serviceTierRule: OptionRule = patternRule('"flex", "standard" or "priority"', /^[a-z_]{1,40}$/);

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
  expected: "a plain object of header names and one-line values, as `Object.fromEntries(headers)` makes it",
  accepts: (value) =>
    isStringsObject(value) &&
    Object.entries(value).every(
      ([name, content]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(content),
    ),
};

export const signalRule: OptionRule = {
  expected: "an AbortSignal",
  accepts: isSignal,
  errorFor: (name, value) => (isRecord(value) && isSignal(value.signal) ? controllerAsSignal(name) : undefined),
};

function isSignal(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.aborted === "boolean" &&
    typeof value.addEventListener === "function" &&
    typeof value.removeEventListener === "function"
  );
}

function schemaObjectError(name: string, value: unknown): GeminiError | undefined {
  const path = findSchemaObject(name, value);
  return path === undefined ? undefined : schemaObject(path);
}

/** The path of the first schema object of a library, which JSON would reduce to nonsense. */
function findSchemaObject(name: string, value: unknown): string | undefined {
  try {
    return schemaObjectIn(name, value, new Set());
  } catch {
    // The object of a caller can be nested too deep, or have a getter that throws: what JSON makes of it decides.
    return undefined;
  }
}

/** `seen` ends cycles. */
function schemaObjectIn(path: string, value: unknown, seen: Set<object>): string | undefined {
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  if (isSchemaObject(value)) return path;
  for (const [name, member] of Object.entries(value)) {
    const found = schemaObjectIn(Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`, member, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A Standard Schema, or a schema of an older Zod. JSON has no functions, so no JSON Schema looks like one. */
function isSchemaObject(value: object): boolean {
  const { "~standard": standard, parse } = value as { readonly "~standard"?: unknown; readonly parse?: unknown };
  return isRecord(standard) || (("_def" in value || "_zod" in value) && typeof parse === "function");
}

function isJsonObject(value: unknown): value is Record<string, unknown> {
  try {
    return isRecord(value) && !isIterable(value) && isRecord(JSON.parse(JSON.stringify(value)));
  } catch {
    return false;
  }
}

function isStringsObject(value: unknown): value is Record<string, string> {
  return isRecord(value) && !isIterable(value) && Object.values(value).every((one) => typeof one === "string");
}

/** A `Map` or `Headers` keeps its entries where `Object.entries` and JSON do not see them. */
function isIterable(value: object): boolean {
  return Symbol.iterator in value;
}
