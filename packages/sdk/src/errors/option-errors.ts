import { GeminiError } from "./gemini-error.ts";
import { describeValue } from "./safe-text.ts";

/** An option that cannot be used: names it, what it got, and what it takes. */
export function invalidOption(name: string, got: unknown, takes: string): GeminiError {
  // Enumerations are easier to mend with the wrong word in sight; free text could be a prompt or a secret.
  const isPublic = PUBLIC_WORDS.has(name.replace(/\[\d+\]$/, ""));
  const shown = isPublic && typeof got === "string" && /^[\w.:/-]{1,40}$/.test(got);
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `${kindOf(name)} \`${name}\` got ${shown ? `"${got}"` : describeValue(got)}.`,
    remedy: `It takes ${takes}.`,
  });
}

/** Options whose values are words of ours or Google's, never the user's text. */
const PUBLIC_WORDS = new Set([
  "model",
  "fallbackModels",
  "backend",
  "thinkingLevel",
  "mediaResolution",
  "location",
  "responseMimeType",
]);

function kindOf(name: string): string {
  if (/^[A-Z][A-Z_]+$/.test(name)) return "The environment variable";
  return /^(?:prompt|contents)\b/.test(name) ? "The argument" : "Option";
}

/** What other clients of Gemini call an option, or where they have it, and what it is here. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["apiKey", "Give the client `backend: geminiApi({ apiKey })`, or set GEMINI_API_KEY."],
  ["accessToken", "Give the client `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`."],
  ["location", "Give the client `backend: vertex({ location })`, or set GOOGLE_CLOUD_LOCATION."],
  ["baseUrl", "Give the client `backend: geminiApi({ baseUrl })`."],
  ["systemInstruction", "Did you mean `systemPrompt`?"],
  ["maxTokens", "Did you mean `maxOutputTokens`?"],
  ["timeout", "Did you mean `timeouts`, an object with `connect`, `headers`, `idle` and `total`?"],
  ["abortSignal", "Did you mean `signal`?"],
  ["tools", "Give `extraRequest: { tools }`."],
  ["cachedContent", "Give `extraRequest: { cachedContent }`."],
  ["responseSchema", "Give `extraGenerationConfig: { responseSchema }`."],
  ["responseJsonSchema", "Give `extraGenerationConfig: { responseJsonSchema }`."],
  ["thinkingConfig", "Did you mean `thinkingBudget`, `thinkingLevel` or `includeThoughts`?"],
]);

/** A name that is no option, with the nearest that is. */
export function unknownOption(name: string, known: readonly string[]): GeminiError {
  const lower = name.toLowerCase().replaceAll(/[_-]/g, "");
  const same = known.find((candidate) => candidate.toLowerCase() === lower);
  const near =
    same ?? (ELSEWHERE.has(name) ? undefined : known.find((one) => isOneLetterOff(one.toLowerCase(), lower)));
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `There is no option \`${name.slice(0, 40)}\`.`,
    remedy: near ? `Did you mean \`${near}\`?` : (ELSEWHERE.get(name) ?? `The options are ${known.join(", ")}.`),
  });
}

/** Whether two words differ by one letter at most: one more, one less or another. */
function isOneLetterOff(first: string, second: string): boolean {
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) start += 1;
  let end = 0;
  while (start + end < shorter && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  return start + end >= Math.max(first.length, second.length) - 1;
}

/** An object without all that it must have. */
export function incompleteOption(name: string, missing: readonly string[], takes: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `${kindOf(name)} \`${name}\` has no ${missing.map((one) => `\`${one}\``).join(", ")}.`,
    remedy: `It takes ${takes}.`,
  });
}

/** An option of a client that was given to a call. */
export function clientOption(name: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `There is no option \`${name}\` for a single call.`,
    remedy: "It belongs to the client: `new GeminiClient({ … })`.",
  });
}

/** Options that exclude each other. */
export function conflictingOptions(
  first: string,
  second: string,
  why: string,
  remedy = "Pass only one of them.",
): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: `\`${first}\` and \`${second}\` exclude each other: ${why}.`,
    remedy,
  });
}
