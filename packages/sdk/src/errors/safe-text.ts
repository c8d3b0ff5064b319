const LONGEST_QUOTE = 400;

/** Functions have the longest names that Gemini accepts. */
const LONGEST_NAME = 128;

/**
 * Google's bearer tokens, API keys of both forms, OAuth secrets, refresh tokens and JWTs, by their published prefixes.
 * No pattern requires a particular ending: searching for it from every possible start would take seconds on a hostile
 * text.
 */
const SECRETS =
  /ya29\.[\w.-]+|AIza[\w-]{20,}|\bAQ\.[\w-]{20,}|GOCSPX-[\w-]+|(?<!\w)1\/\/[\w-]{10,}|(?<!\w)eyJ[\w-]{8,}(?:\.[\w.-]+)?|\bBearer\s+\S+/gi;

/** Makes foreign text safe for an error message: one printable line, secrets redacted, at most `longest` characters. */
export function safeText(text: string, longest = LONGEST_QUOTE): string {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, " ")
    .replace(SECRETS, "[redacted]")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= longest) return line;
  // Do not split a surrogate pair or an address: half a link leads nowhere.
  const cut = line.slice(0, longest).replace(/[\ud800-\udbff]$/, "");
  const isWithinWord = /\S/.test(line.charAt(cut.length));
  return `${isWithinWord ? cut.replace(/https?:\/\/\S{0,400}$/, "") : cut}…`;
}

/** {@link safeText} for the name of a model or function. Valid names are not truncated. */
export function safeName(name: string): string {
  return safeText(name, LONGEST_NAME);
}

/** Ends a sentence with Google's message: `: message.`, or only `.` if there is none. */
export function quoting(text: string, longest = LONGEST_QUOTE): string {
  const safe = safeText(text, longest);
  if (safe === "") return ".";
  return /[.!?…]$/.test(safe) ? `: ${safe}` : `: ${safe}.`;
}

/** Describes an invalid value for a message: by its type, or by the value itself if it is short and not a string. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return value.length === 0 ? "an empty string" : "a string";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  return isBoxed(value) ? `an object made by \`new ${classOf(value)}()\`` : withArticle(tagOf(value));
}

/**
 * Whether a value is a string, number or boolean in an object, as `new String()` makes, or an instance of a class
 * derived from it.
 */
export function isBoxed(value: unknown): boolean {
  return typeof value === "object" && value !== null && /^(?:String|Number|Boolean)$/.test(classOf(value));
}

function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** The name of a built-in class, such as `Blob` or `Promise`; `object` for all others. */
function tagOf(value: object): string {
  const tag = classOf(value);
  return BUILT_IN.has(tag) ? tag : "object";
}

/** Objects that are passed by mistake. Other names could be the user's own words. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...["AbortController", "AbortSignal", "ArrayBuffer", "Blob", "Date", "Error", "File", "FormData", "Headers", "Map"],
  ...["Promise", "ReadableStream", "RegExp", "Response", "Set", "URL", "Uint8Array"],
]);

function withArticle(noun: string): string {
  const singular = /s$|Data$/.test(noun) ? `${noun} object` : noun;
  return `${/^[AEIOaeio]/.test(noun) ? "an" : "a"} ${singular}`;
}
