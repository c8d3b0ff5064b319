import { GeminiError } from "./gemini-error.ts";
import { describeValue, safeName, safeText } from "./safe-text.ts";

/** The value of an option, argument or environment variable is invalid. `takes`: the accepted values. */
export function invalidOption(name: string, got: unknown, takes: string): GeminiError {
  // Showing a misspelled name helps to fix it; free text could be a prompt or a secret.
  const isPublic = PUBLIC_WORDS.has(name.replace(/\[\d+\]$/, ""));
  const isShown = isPublic && typeof got === "string" && /^[\w.:/-]{1,40}$/.test(got);
  return optionError(
    name,
    `${kindOf(name)} \`${name}\` got ${isShown ? `"${got}"` : describeGot(got)}.`,
    `It takes ${takes}.`,
  );
}

/** What is wrong with a text that should be a key or a name, without quoting it. The first row that matches decides. */
const FLAWS: readonly (readonly [sign: RegExp, description: string])[] = [
  [/^\s*$/, "white space"],
  [/^\ufeff/, "a string that begins with a byte order mark"],
  [/^\s*(["'`]).*\1\s*$/s, "a string in quotation marks"],
  [/[\r\n]$/, "a string that ends with a line end"],
  [/^\s|\s$/, "a string with white space around it"],
  [/^(?:\$\w+|\$\{.*\}|%\w+%)$/s, "the name of a variable in place of its value"],
  [/^Bearer\s/i, "a string that begins with `Bearer`"],
  [/^(?:export\s+)?[A-Z][A-Z_]+=/, "a string that begins with the name of a variable"],
];

/** Other programs write a missing value as one of these texts. */
const MISSING = /^(?:undefined|null|None|NaN|\[object Object\])$/;

function describeGot(got: unknown): string {
  if (typeof got !== "string" || got === "") return describeValue(got);
  if (MISSING.test(got)) return `the text "${got}"`;
  return FLAWS.find(([sign]) => sign.test(got))?.[1] ?? describeValue(got);
}

/** Options whose values are names defined by this library or Google, never the user's text. */
const PUBLIC_WORDS = new Set([
  "model",
  "GEMINI_MODEL",
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

/** An option of a client was passed to `owner`: a call or a chat. `right`: its name, if `name` is in another style. */
export function clientOption(name: string, owner: string, right = name): GeminiError {
  const remedy = `Pass it to the client: \`new GeminiClient({ ${right} })\`.`;
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
    "Each part takes one kind of data, such as `text` or `inlineData`: put other data into separate parts.";
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
    : "After it, add a content of the user with a `functionResponse` for each of them.";
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
    `Option \`${path}\` got a schema object from a library.`,
    path.startsWith("extraRequest.tools")
      ? "Pass functions in `tools` instead: `tool({ name, parameters: schema, execute })`."
      : "Pass it as `schema` with the prompt: `generate(prompt, { schema })`.",
  );
}
