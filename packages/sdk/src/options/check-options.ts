import { conflictingOptions, invalidOption, unknownOption } from "../errors/option-errors.ts";
import type { CallOptions } from "./call-options.ts";
import { listRule, membersRule } from "./member-rules.ts";
import { isRecord, numberRule, type OptionRule } from "./option-rule.ts";
import { retryRule } from "./retry-rule.ts";

const isText = (value: unknown) => typeof value === "string" && value !== "";
const text: OptionRule = { takes: "a text that is not empty", fits: isText };
const flag: OptionRule = { takes: "true or false", fits: (value) => typeof value === "boolean" };
const isJsonRecord = (value: unknown): value is Record<string, unknown> => {
  try {
    return isRecord(value) && isRecord(JSON.parse(JSON.stringify(value)));
  } catch {
    return false;
  }
};
const penalty: OptionRule = {
  takes: "a number from -2 up to 2, 2 excluded",
  fits: (value) => typeof value === "number" && value >= -2 && value < 2,
};

const isTextRecord = (value: unknown) =>
  isRecord(value) && Object.values(value).every((one) => typeof one === "string");

const isModelName = (value: unknown) =>
  typeof value === "string" && /^[\w.@:/-]{1,200}$/.test(value) && !value.includes("..");
const aModelName = 'a model name such as "gemini-2.5-flash"';

const deadline: OptionRule = {
  takes: "milliseconds above 0, or null for no limit",
  fits: (value) => value === null || (typeof value === "number" && value > 0),
};

/** Every option of a call. The client's own stand in options.ts. */
export const callRules: Readonly<Record<keyof CallOptions, OptionRule>> = {
  model: { takes: aModelName, fits: isModelName },
  fallbackModels: listRule(10, 'model names such as "gemini-2.5-flash"', aModelName, isModelName),
  temperature: numberRule(0, 2),
  maxOutputTokens: numberRule(1, Number.POSITIVE_INFINITY, true),
  thinkingBudget: numberRule(-1, Number.POSITIVE_INFINITY, true),
  thinkingLevel: {
    takes: '"MINIMAL", "LOW", "MEDIUM" or "HIGH"',
    fits: (value) => typeof value === "string" && /^[A-Za-z_]{1,40}$/.test(value),
  },
  includeThoughts: flag,
  systemPrompt: text,
  topP: numberRule(0, 1),
  topK: numberRule(1, Number.POSITIVE_INFINITY, true),
  stopSequences: listRule(5, "texts that are not empty", text.takes, isText),
  seed: numberRule(-2_147_483_648, 2_147_483_647, true),
  presencePenalty: penalty,
  frequencyPenalty: penalty,
  candidateCount: numberRule(1, 8, true),
  responseMimeType: {
    takes: '"text/plain", "application/json" or "text/x.enum"',
    fits: (value) => typeof value === "string" && /^[\w.+-]+\/[\w.+-]+$/.test(value),
  },
  safetySettings: {
    takes: "an array of objects with `category` and `threshold`",
    fits: (value) =>
      Array.isArray(value) &&
      value.every((one) => isJsonRecord(one) && typeof one.category === "string" && typeof one.threshold === "string"),
  },
  labels: { takes: "an object of texts", fits: isTextRecord },
  mediaResolution: {
    takes: '"MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM" or "MEDIA_RESOLUTION_HIGH"',
    fits: (value) => typeof value === "string" && value !== "",
  },
  extraGenerationConfig: { takes: "an object that JSON can carry", fits: isJsonRecord },
  extraRequest: {
    takes: "an object that JSON can carry, without `contents`: the prompt and the history make those",
    fits: (value) => isRecord(value) && !("contents" in value) && isJsonRecord(value),
  },
  headers: {
    takes: "an object of header names and one-line values",
    fits: (value) =>
      isTextRecord(value) &&
      Object.entries(value as Record<string, string>).every(
        ([name, content]) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(content),
      ),
  },
  signal: {
    takes: "an AbortSignal",
    fits: (value) =>
      isRecord(value) &&
      typeof value.aborted === "boolean" &&
      typeof value.addEventListener === "function" &&
      typeof value.removeEventListener === "function",
  },
  timeouts: membersRule("an object with `connect`, `headers`, `idle` and `total`, each milliseconds above 0 or null", {
    connect: deadline,
    headers: deadline,
    idle: deadline,
    total: deadline,
  }),
  retry: retryRule,
};

/** Throws `invalid_options` for an option that is not known or does not fit its rule. */
export function checkOptions(options: unknown, rules: Readonly<Record<string, OptionRule>>): void {
  if (!isRecord(options)) throw invalidOption("options", options, "an object");
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownOption(name, Object.keys(rules));
    if (value === undefined || value === null || rule.fits(value)) continue;
    throw rule.culprit?.(name, value) ?? invalidOption(name, value, rule.takes);
  }
  if (options.thinkingBudget != null && options.thinkingLevel != null) {
    throw conflictingOptions("thinkingBudget", "thinkingLevel", "Gemini 2.5 takes a budget, Gemini 3 a level");
  }
}
