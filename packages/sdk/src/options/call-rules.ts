import { controllerAsSignal } from "../errors/argument-errors.ts";
import { normalized } from "../errors/foreign-options.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption, optionError, schemaObject } from "../errors/option-errors.ts";
import { unknownOption } from "../errors/unknown-option.ts";
import { listRule, type OptionRule, patternRule, stringRule } from "../validation/option-rule.ts";
import { isRecord } from "../wire/is-record.ts";

/**
 * A model name, from an option or from the environment variable `GEMINI_MODEL`, which other programs set to the text of a missing
 * value: in Node, `process.env.GEMINI_MODEL = undefined` does.
 */
export const modelRule: OptionRule = patternRule(
  'a model name such as "gemini-3.8-flash"',
  /^(?!(?:undefined|null|None)$|.*\.\.)[\w.@:/-]{1,200}$/,
);

export const penaltyRule: OptionRule = {
  expected: "a number from -2 up to 2, 2 excluded",
  accepts: (value) => typeof value === "number" && value >= -2 && value < 2,
};

/** Accepts members of `generationConfig`. */
export const jsonObjectRule: OptionRule = {
  expected: "an object that can be written as JSON",
  accepts: (value) => isJsonObject(value) && findSchemaObject("", value) === undefined,
  errorFor: (name, value) => schemaObjectError(name, value) ?? unwritableMember(name, value),
};

/** Members that a request cannot get from `extraRequest`, in lower case and without `_`. */
const NOT_EXTRA: ReadonlyMap<string, string> = new Map([
  ["contents", "Pass contents as the first argument, or as the `history` of a chat."],
  ["model", "Pass the option `model`."],
  [
    "generationconfig",
    "Pass its members as options or in `extraGenerationConfig`: a whole `generationConfig` would replace every option in it.",
  ],
]);

export const requestMembersRule: OptionRule = {
  expected:
    "an object that can be written as JSON, without `contents`, `model` and `generationConfig`, which arguments and options set",
  accepts: (value) => jsonObjectRule.accepts(value) && notExtra(value) === undefined,
  errorFor: (name, value) => {
    const member = notExtra(value);
    if (member === undefined) return jsonObjectRule.errorFor?.(name, value);
    const remedy = NOT_EXTRA.get(normalized(member)) ?? "";
    return optionError(`${name}.${member}`, `There is no option \`${name}.${member}\`.`, remedy);
  },
};

function notExtra(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  return Object.keys(value).find((member) => value[member] !== undefined && NOT_EXTRA.has(normalized(member)));
}

export const modalitiesRule: OptionRule = listRule(
  4,
  'modalities: "TEXT", "IMAGE" or "AUDIO"',
  patternRule('"TEXT", "IMAGE" or "AUDIO"', /^[A-Z_]{1,40}$/),
);

/** Lower case, which is how Google wants it. */
export const serviceTierRule: OptionRule = patternRule('"flex", "standard" or "priority"', /^[a-z_]{1,40}$/);

const safetyMembers = {
  category: stringRule('a category, such as "HARM_CATEGORY_HARASSMENT"'),
  threshold: stringRule('a threshold, such as "BLOCK_ONLY_HIGH"'),
};

const safetySettingRule: OptionRule = {
  expected: "an object with `category` and `threshold`",
  accepts: (value) =>
    isJsonObject(value) && Object.entries(safetyMembers).every(([member, rule]) => rule.accepts(value[member])),
  errorFor: (name, value) => (isRecord(value) ? wrongMember(name, value, safetyMembers) : undefined),
};

export const safetySettingsRule: OptionRule = {
  expected: "an array of objects with `category` and `threshold`",
  accepts: (value) => Array.isArray(value) && value.every(safetySettingRule.accepts),
  errorFor: (name, value) => {
    if (!Array.isArray(value)) return undefined;
    const index = value.findIndex((one) => !safetySettingRule.accepts(one));
    const [path, wrong] = [`${name}[${index}]`, value[index] as unknown];
    return safetySettingRule.errorFor?.(path, wrong) ?? invalidOption(path, wrong, safetySettingRule.expected);
  },
};

/** The error for the first member that is missing or wrong; for one that is misspelled, see {@link unknownOption}. */
function wrongMember(
  name: string,
  value: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<string, OptionRule>>,
): GeminiError | undefined {
  const wrong = Object.keys(rules).find((member) => !rules[member]?.accepts(value[member]));
  if (wrong === undefined) return unwritableMember(name, value);
  const foreign = Object.keys(value).find((member) => !Object.hasOwn(rules, member));
  if (value[wrong] === undefined && foreign !== undefined) {
    return unknownOption(
      `${name}.${foreign}`,
      Object.keys(rules).map((member) => `${name}.${member}`),
    );
  }
  return invalidOption(`${name}.${wrong}`, value[wrong], rules[wrong]?.expected ?? "");
}

export const stringsObjectRule: OptionRule = {
  expected: "an object whose values are strings",
  accepts: isStringsObject,
  errorFor: (name, value) => wrongString(name, value),
};

/** The error for the first value that is not a string. `ifMissing`: what to do if it is null or undefined. */
export function wrongString(name: string, value: unknown, ifMissing = ""): GeminiError | undefined {
  if (!isRecord(value) || isIterable(value)) return undefined;
  const wrong = Object.keys(value).find((member) => typeof value[member] !== "string");
  if (wrong === undefined) return undefined;
  return invalidOption(optionPath(name, wrong), value[wrong], `a string${value[wrong] == null ? ifMissing : ""}`);
}

/** The path of a member whose name is the caller's: unusual ones could be text, and are left out. */
export function optionPath(option: string, member: string): string {
  if (/^[A-Za-z_]\w{0,63}$/.test(member)) return `${option}.${member}`;
  return /^[\w.-]{1,64}$/.test(member) ? `${option}["${member}"]` : option;
}

/** The error for the first member that JSON cannot write: a bigint, or an object in itself. */
function unwritableMember(option: string, value: unknown): GeminiError | undefined {
  if (!isRecord(value) || isIterable(value)) return undefined;
  const wrong = Object.keys(value).find((member) => !isWritable(value[member]));
  if (wrong === undefined) return undefined;
  const summary = `Option \`${optionPath(option, wrong)}\` cannot be written as JSON.`;
  return optionError(
    option,
    summary,
    "It takes an object that can be written as JSON, so without bigints and circular references.",
  );
}

function isWritable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

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

export function isStringsObject(value: unknown): value is Record<string, string> {
  return isRecord(value) && !isIterable(value) && Object.values(value).every((one) => typeof one === "string");
}

/** A `Map` or `Headers` keeps its entries where `Object.entries` and JSON do not see them. */
function isIterable(value: object): boolean {
  return Symbol.iterator in value;
}
