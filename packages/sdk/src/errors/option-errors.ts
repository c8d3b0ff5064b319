import { GeminiError } from "./gemini-error.ts";
import { describeValue } from "./safe-text.ts";

/** The value of an option, argument or environment variable is invalid. `takes`: the accepted values. */
export function invalidOption(name: string, got: unknown, takes: string): GeminiError {
  // Showing a misspelled name helps to fix it; free text could be a prompt or a secret.
  const isPublic = PUBLIC_WORDS.has(name.replace(/\[\d+\]$/, ""));
  const isShown = isPublic && typeof got === "string" && /^[\w.:/-]{1,40}$/.test(got);
  return optionError(
    name,
    `${kindOf(name)} \`${name}\` got ${isShown ? `"${got}"` : describeValue(got)}.`,
    `It takes ${takes}.`,
  );
}

/** Options whose values are names defined by this library or Google, never the user's text. */
const PUBLIC_WORDS = new Set([
  "model",
  "fallbackModels",
  "backend",
  "thinkingLevel",
  "mediaResolution",
  "location",
  "responseMimeType",
]);

/** `name`: an option, argument or environment variable; the matching field of the error is set. */
function optionError(name: string, summary: string, remedy: string): GeminiError {
  const field = isVariable(name) ? { variable: name } : { option: name.startsWith("header ") ? "headers" : name };
  return new GeminiError({ code: "invalid_options", phase: "options", ...field, summary, remedy });
}

function isVariable(name: string): boolean {
  return /^[A-Z][A-Z_]+$/.test(name);
}

function kindOf(name: string): string {
  if (isVariable(name)) return "The environment variable";
  return /^(?:prompt|contents)\b/.test(name) ? "The argument" : "Option";
}

/** Options of other Gemini clients, and what to use instead. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["apiKey", "Pass `backend: geminiApi({ apiKey })`, or set GEMINI_API_KEY."],
  ["accessToken", "Pass `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`."],
  ["location", "Pass `backend: vertex({ location })`, or set GOOGLE_CLOUD_LOCATION."],
  ["baseUrl", "Pass `backend: geminiApi({ baseUrl })`."],
  ["systemInstruction", "Did you mean `systemPrompt`?"],
  ["maxTokens", "Did you mean `maxOutputTokens`?"],
  ["timeout", "Did you mean `timeouts`, an object with `connect`, `headers`, `idle` and `total`?"],
  ["abortSignal", "Did you mean `signal`?"],
  ["tools", "Pass `extraRequest: { tools }`."],
  ["cachedContent", "Pass `extraRequest: { cachedContent }`."],
  ["responseSchema", "Pass `extraGenerationConfig: { responseSchema }`."],
  ["responseJsonSchema", "Pass `extraGenerationConfig: { responseJsonSchema }`."],
  ["thinkingConfig", "Did you mean `thinkingBudget`, `thinkingLevel` or `includeThoughts`?"],
]);

/** The option does not exist. The remedy suggests the most similar one. */
export function unknownOption(name: string, known: readonly string[]): GeminiError {
  const lower = name.toLowerCase().replaceAll(/[_-]/g, "");
  const same = known.find((candidate) => candidate.toLowerCase() === lower);
  const near =
    same ?? (ELSEWHERE.has(name) ? undefined : known.find((one) => isOneLetterOff(one.toLowerCase(), lower)));
  const shown = name.slice(0, 40);
  const remedy = near ? `Did you mean \`${near}\`?` : (ELSEWHERE.get(name) ?? `The options are ${known.join(", ")}.`);
  return optionError(shown, `There is no option \`${shown}\`.`, remedy);
}

/** Whether two words differ by at most one letter: added, removed or replaced. */
function isOneLetterOff(first: string, second: string): boolean {
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) start += 1;
  let end = 0;
  while (start + end < shorter && first.at(-1 - end) === second.at(-1 - end)) end += 1;
  return start + end >= Math.max(first.length, second.length) - 1;
}

/** An object lacks required members. */
export function incompleteOption(name: string, missing: readonly string[], takes: string): GeminiError {
  const names = missing.map((one) => `\`${one}\``).join(", ");
  return optionError(name, `${kindOf(name)} \`${name}\` has no ${names}.`, `It takes ${takes}.`);
}

/** An option of a client was passed to a call. */
export function clientOption(name: string): GeminiError {
  const remedy = "Pass it to the client: `new GeminiClient({ … })`.";
  return optionError(name, `There is no option \`${name}\` for a single call.`, remedy);
}

/** Options or environment variables that exclude each other. The error's `option` or `variable` is the first one. */
export function conflictingOptions(
  first: string,
  second: string,
  why: string,
  remedy = "Pass only one of them.",
): GeminiError {
  return optionError(first, `\`${first}\` and \`${second}\` exclude each other: ${why}.`, remedy);
}
