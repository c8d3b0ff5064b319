import { GeminiError } from "./gemini-error.ts";
import { describeValue, safeName, safeText } from "./safe-text.ts";

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
  "responseModalities",
  "serviceTier",
]);

/** `name`: an option, argument or environment variable; the matching field of the error is set. */
export function optionError(name: string, summary: string, remedy: string): GeminiError {
  const field = isVariable(name) ? { variable: name } : { option: name.startsWith("header ") ? "headers" : name };
  return new GeminiError({ code: "invalid_options", phase: "options", ...field, summary, remedy });
}

/** An environment variable that is on or off has another value. */
export function unknownSwitch(name: string, value: string): GeminiError {
  return optionError(
    name,
    `The environment variable \`${name}\` has ${unknownValue(value)}.`,
    "Set it to true or false, or remove it.",
  );
}

/** Describes the value of a variable that takes a few words. It is shown if it is too short and plain to be a secret. */
export function unknownValue(value: string): string {
  return /^[a-z\d]{1,10}$/i.test(value) ? `the unknown value "${value}"` : "an unknown value";
}

function isVariable(name: string): boolean {
  return /^[A-Z][A-Z_]+$/.test(name);
}

export function kindOf(name: string): string {
  if (isVariable(name)) return "The environment variable";
  return /^(?:prompt|contents|turns|options)\b/.test(name) ? "The argument" : "Option";
}

const INNER_OPTIONS = "Its members are options themselves, such as `generate(contents, { temperature: 0.2 })`.";
const CONTENTS_FIRST = "Pass contents first and options second: `generate(contents, options)`.";
const BASE_URL = "Pass `backend: geminiApi({ apiKey, baseUrl })`.";
const RETRIES = "Did you mean `maxRetries`, or `retry`, an object with `maxAttempts`?";
const LOG = "Pass `logger: console`, or set the environment variable GEMINI_TS_LOG to debug, info or warn.";
const VERTEX_PLACE = "Pass `backend: vertex({ project, location })`.";
const SCHEMA = "Pass `schema` with the prompt: `generate(prompt, { schema })`. The response then has an `object`.";
const THINKING = "Did you mean `thinkingLevel` (Gemini 3 and later) or `thinkingBudget` (Gemini 2.5)?";
const VERTEX_TOKEN = "Pass `backend: vertex({ accessToken })`, or leave it out to use Application Default Credentials.";

function inside(option: string, member: string): string {
  return `Did you mean \`${option}: { ${member} }\`?`;
}

/** Options of other clients or in the wrong place, and what to use instead. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["abortSignal", "Did you mean `signal`?"],
  ["approval", inside("toolLoop", "approve")],
  ["approve", inside("toolLoop", "approve")],
  ["accessToken", "Pass `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`."],
  ["baseURL", BASE_URL],
  ["cachedContent", "Pass `extraRequest: { cachedContent }`."],
  ["concurrency", "Start as many calls as are to run at the same time; no option limits them."],
  ["config", INNER_OPTIONS],
  ["connect", inside("timeouts", "connect")],
  ["connectTimeout", inside("timeouts", "connect")],
  ["contents", CONTENTS_FIRST],
  ["credentials", VERTEX_TOKEN],
  ["debug", LOG],
  ["defaultHeaders", "Did you mean `headers`?"],
  ["functionDeclarations", "Did you mean `tools`? Create its elements with `tool({ … })`."],
  ["functions", "Did you mean `tools`? Create its elements with `tool({ … })`."],
  ["generationConfig", INNER_OPTIONS],
  ["googleAuthOptions", VERTEX_TOKEN],
  [
    "httpOptions",
    "Did you mean `headers`, `timeout` or `maxRetries`? For another server, pass `geminiApi({ baseUrl })`.",
  ],
  ["idle", inside("timeouts", "idle")],
  ["idleTimeout", inside("timeouts", "idle")],
  ["initialDelayMs", inside("retry", "initialDelayMs")],
  ["instructions", "Did you mean `systemPrompt`?"],
  ["key", "Did you mean `apiKey`?"],
  ["location", "Pass `backend: vertex({ location })`, or set GOOGLE_CLOUD_LOCATION."],
  ["logLevel", LOG],
  ["maxAttempts", "Pass `retry: { maxAttempts }`, or `maxRetries`, which does not count the first attempt."],
  ["maxCompletionTokens", "Did you mean `maxOutputTokens`?"],
  ["maxDelayMs", inside("retry", "maxDelayMs")],
  ["maxRetry", RETRIES],
  ["maxRounds", inside("toolLoop", "maxRounds")],
  ["maxSteps", inside("toolLoop", "maxRounds")],
  ["maxTokens", "Did you mean `maxOutputTokens`?"],
  ["message", CONTENTS_FIRST],
  ["messages", CONTENTS_FIRST],
  ["maxWaitMs", inside("retry", "maxWaitMs")],
  ["needsApproval", "Pass it to the tool: `tool({ needsApproval: true, … })`."],
  ["onApproval", inside("toolLoop", "approve")],
  ["onRetry", "Pass `onEvent`, and look for events of the type `retry`."],
  ["parallel", inside("toolLoop", "parallel")],
  ["parallelToolCalls", inside("toolLoop", "parallel")],
  ["projectId", VERTEX_PLACE],
  ["output", SCHEMA],
  ["outputFormat", SCHEMA],
  ["outputSchema", SCHEMA],
  ["prompt", CONTENTS_FIRST],
  ["proxy", "Pass an `agent` for the proxy (Node), such as that of the package https-proxy-agent, or a `fetch`."],
  ["reasoningEffort", THINKING],
  ["region", VERTEX_PLACE],
  ["requestOptions", "Did you mean `headers`, `timeout` or `maxRetries`?"],
  ["repairAttempts", "Pass `repairAttempts` with the prompt: `generate(prompt, { schema, repairAttempts })`."],
  ["responseFormat", SCHEMA],
  ["responseJsonSchema", SCHEMA],
  ["responseSchema", SCHEMA],
  ["restartStreams", inside("retry", "restartStreams")],
  ["retries", RETRIES],
  ["retryCount", RETRIES],
  ["retryOptions", RETRIES],
  ["schema", SCHEMA],
  ["stop", "Did you mean `stopSequences`?"],
  ["stopWhen", inside("toolLoop", "maxRounds")],
  ["stream", "Call `generateStream()` or `sendMessageStream()` for a streamed response."],
  ["system", "Did you mean `systemPrompt`?"],
  ["systemInstruction", "Did you mean `systemPrompt`?"],
  ["systemMessage", "Did you mean `systemPrompt`?"],
  ["temp", "Did you mean `temperature`?"],
  ["thinking", THINKING],
  ["thinkingConfig", "Did you mean `thinkingBudget`, `thinkingLevel` or `includeThoughts`?"],
  ["timeoutMs", "Did you mean `timeout`, in milliseconds?"],
  ["token", "Pass `backend: vertex({ accessToken })` or `codeAssist({ accessToken })`."],
  ["toolConfig", "Did you mean `toolChoice`? For other members, pass `extraRequest: { toolConfig }`."],
  ["vertexai", 'Pass `backend: "vertex"`, or `backend: vertex({ project, location })`.'],
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

/** A getter or proxy in an option throws when it is read. `thrown` becomes the cause: it is the caller's own. */
export function unreadableOption(name: string, thrown: unknown): GeminiError {
  const shown = safeText(name, LONGEST_PATH);
  const summary = `${kindOf(name)} \`${shown}\` cannot be read: a getter or a proxy in it throws.`;
  return optionError(shown, summary, "Pass plain values; `error.cause` is what was thrown.").with({ cause: thrown });
}

const LONGEST_PATH = 100;

/** A path is relative to the program's working folder, which was deleted. */
export function withoutWorkingFolder(name: string): GeminiError {
  const summary = `${kindOf(name)} \`${name}\` is a relative path, and the program's working folder no longer exists.`;
  return optionError(name, summary, "Pass an absolute path, or start the program in another folder.");
}

/** An object lacks required members. */
export function incompleteOption(name: string, missing: readonly string[], takes: string): GeminiError {
  const names = missing.map((one) => `\`${one}\``).join(", ");
  return optionError(name, `${kindOf(name)} \`${name}\` has no ${names}.`, `It takes ${takes}.`);
}

/** An option of a client was passed to `owner`: a call or a chat. */
export function clientOption(name: string, owner: string): GeminiError {
  const remedy = `Pass it to the client: \`new GeminiClient({ ${name} })\`.`;
  return optionError(name, `There is no option \`${name}\` for ${owner}.`, remedy);
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

/** A part of a prompt has no data, or several kinds of it. `kinds`: the members with data. */
export function ambiguousPart(name: string, kinds: readonly string[]): GeminiError {
  const got = kinds.length === 0 ? "no data" : kinds.map((kind) => `\`${kind}\``).join(" and ");
  const remedy =
    "Each part takes one kind of data, such as `text` or `inlineData`: put others into parts of their own.";
  return optionError(name, `The part \`${name}\` has ${got}.`, remedy);
}

/** Function calls that nothing answers. `where`: the argument or option that has them, or lacks their results. */
export function unansweredCalls(
  where: string,
  calls: readonly { readonly name?: string | undefined; readonly id?: string | undefined }[],
  isPrompt: boolean,
): GeminiError {
  const listed = calls.slice(0, MOST_CALLS_LISTED).map(({ name = "", id }) => {
    return `${safeName(name)}${id === undefined ? "" : ` (id ${safeName(id)})`}`;
  });
  const more = calls.length > listed.length ? ` and ${calls.length - listed.length} more` : "";
  const names = `${listed.join(", ")}${more}`;
  const summary = isPrompt
    ? `The history ends with function calls, and \`${where}\` has no result for ${names}.`
    : `\`${where}\` has function calls without a result: ${names}.`;
  const remedy = isPrompt
    ? "Pass a `functionResponse` for each of them, or continue with `chat.resume()` and `tools`."
    : "Put a content of the user with a `functionResponse` for each of them behind it.";
  return optionError(where, summary, remedy);
}

const MOST_CALLS_LISTED = 10;

/** A call got its contents within an object of options, as other clients take them. `names`: the members that say so. */
export function contentsAmongOptions(argument: string, names: readonly string[]): GeminiError {
  const members = names.map((name) => `\`${name}\``).join(" and ");
  const isMessage = names.some((name) => name === "message" || name === "prompt");
  return optionError(
    argument,
    `${kindOf(argument)} \`${argument}\` got an object with ${members}.`,
    isMessage
      ? 'Pass the text itself, and options second: `sendMessage("Hello!", { temperature: 0.2 })`.'
      : "Pass contents first and options second: `generate(contents, { model })`.",
  );
}

/** Bytes in place of a part: nothing says what they are. */
export function bytesAsPart(path: string): GeminiError {
  const remedy = 'Pass `{ inlineData: { mimeType: "image/png", data } }`, with the media type of the bytes.';
  return optionError(path, `${kindOf(path)} \`${path}\` got bytes without a media type.`, remedy);
}

/** An object of a schema library, such as Zod, where Google takes JSON Schema. `path`: which member. */
export function schemaObject(path: string): GeminiError {
  return optionError(
    path,
    `Option \`${path}\` got a schema object of a library.`,
    path.startsWith("extraRequest.tools")
      ? "Pass functions in `tools` instead: `tool({ name, parameters: schema, execute })`."
      : "Pass it as `schema` with the prompt: `generate(prompt, { schema })`.",
  );
}
