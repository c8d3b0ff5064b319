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

const INNER_OPTIONS = "Its members are options themselves, such as `generate(contents, { temperature: 0.2 })`.";
const CONTENTS_FIRST = "Pass contents first and options second: `generate(contents, options)`.";
const BASE_URL = "Pass `backend: geminiApi({ apiKey, baseUrl })`.";
const RETRIES = "Did you mean `maxRetries`, or `retry`, an object with `maxAttempts`?";
const VERTEX_TOKEN = "Pass `backend: vertex({ accessToken })`, or leave it out to use Application Default Credentials.";

/** Options of other clients, and what to use instead. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["abortSignal", "Did you mean `signal`?"],
  ["accessToken", "Pass `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`."],
  ["baseURL", BASE_URL],
  ["cachedContent", "Pass `extraRequest: { cachedContent }`."],
  ["config", INNER_OPTIONS],
  ["contents", CONTENTS_FIRST],
  ["defaultHeaders", "Did you mean `headers`?"],
  ["generationConfig", INNER_OPTIONS],
  ["googleAuthOptions", VERTEX_TOKEN],
  [
    "httpOptions",
    "Did you mean `headers`, `timeout` or `maxRetries`? For another server, pass `geminiApi({ baseUrl })`.",
  ],
  ["location", "Pass `backend: vertex({ location })`, or set GOOGLE_CLOUD_LOCATION."],
  ["maxAttempts", "Pass `retry: { maxAttempts }`, or `maxRetries`, which does not count the first attempt."],
  ["maxCompletionTokens", "Did you mean `maxOutputTokens`?"],
  ["maxTokens", "Did you mean `maxOutputTokens`?"],
  ["message", CONTENTS_FIRST],
  ["messages", CONTENTS_FIRST],
  ["prompt", CONTENTS_FIRST],
  ["proxy", "Pass an `agent` for the proxy (Node), such as that of the package https-proxy-agent, or a `fetch`."],
  ["requestOptions", "Did you mean `headers`, `timeout` or `maxRetries`?"],
  ["responseJsonSchema", "Pass `extraGenerationConfig: { responseJsonSchema }`."],
  ["responseSchema", "Pass `extraGenerationConfig: { responseSchema }`."],
  ["retries", RETRIES],
  ["retryCount", RETRIES],
  ["retryOptions", RETRIES],
  ["maxRetry", RETRIES],
  ["stop", "Did you mean `stopSequences`?"],
  ["stream", "Call `generateStream()` or `sendMessageStream()` for a streamed response."],
  ["system", "Did you mean `systemPrompt`?"],
  ["systemInstruction", "Did you mean `systemPrompt`?"],
  ["thinkingConfig", "Did you mean `thinkingBudget`, `thinkingLevel` or `includeThoughts`?"],
  ["toolConfig", "Pass `extraRequest: { toolConfig }`."],
  ["tools", "Pass `extraRequest: { tools }`."],
  ["vertexai", 'Pass `backend: "vertex"`.'],
  // Options of geminiApi(), vertex() and codeAssist().
  ["geminiApi.baseURL", "Did you mean `geminiApi.baseUrl`?"],
  ["geminiApi.httpOptions", "Did you mean `geminiApi.baseUrl`? Headers and deadlines are options of the client."],
  ["geminiApi.key", "Did you mean `geminiApi.apiKey`?"],
  ["geminiApi.vertexai", "Use `vertex()`."],
  ["vertex.baseUrl", "Set GOOGLE_VERTEX_BASE_URL."],
  ["vertex.credentials", VERTEX_TOKEN],
  ["vertex.googleAuthOptions", VERTEX_TOKEN],
  ["vertex.projectId", "Did you mean `vertex.project`?"],
  ["vertex.region", "Did you mean `vertex.location`?"],
  ["codeAssist.baseUrl", "Did you mean `codeAssist.endpoint`?"],
  ["codeAssist.projectId", "Did you mean `codeAssist.project`?"],
]);

const elsewhere = new Map([...ELSEWHERE].map(([name, remedy]) => [normalized(name), remedy]));

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/** The option does not exist. The remedy suggests the most similar one. */
export function unknownOption(name: string, known: readonly string[]): GeminiError {
  const wanted = normalized(name);
  const same = known.find((candidate) => normalized(candidate) === wanted);
  const hint = elsewhere.get(wanted);
  const near = same ?? (hint ? undefined : known.find((one) => isOneLetterOff(one.toLowerCase(), wanted)));
  const shown = name.slice(0, 40);
  const remedy = near ? `Did you mean \`${near}\`?` : (hint ?? `The options are ${known.join(", ")}.`);
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

/** A call got its contents within an object of options, as other clients take them. `names`: the members that say so. */
export function contentsAmongOptions(argument: string, names: readonly string[]): GeminiError {
  const members = names.map((name) => `\`${name}\``).join(" and ");
  return optionError(
    argument,
    `${kindOf(argument)} \`${argument}\` got an object with ${members}.`,
    "Pass contents first and options second: `generate(contents, { model })`.",
  );
}

/** Bytes where Google takes base64. `path`: which member. */
export function bytesForBase64(path: string): GeminiError {
  return optionError(
    path,
    `${kindOf(path)} \`${path}\` got bytes.`,
    'It takes a base64 string: `Buffer.from(data).toString("base64")`, as `inlineData: { mimeType, data }`.',
  );
}

/** An object of a schema library, such as Zod, where Google takes JSON Schema. `path`: which member. */
export function schemaObject(path: string): GeminiError {
  return optionError(
    path,
    `Option \`${path}\` got a schema object of a library.`,
    "It takes JSON Schema, which Zod makes with `z.toJSONSchema(schema)`.",
  );
}
