const LONGEST_QUOTE = 400;

/**
 * Google's bearer tokens, API keys of both forms, OAuth secrets, refresh tokens and JWTs, by their published prefixes. None
 * needs a sign at its far end: looking for that from each beginning anew would take seconds in a text made for it.
 */
const SECRETS =
  /ya29\.[\w.-]+|AIza[\w-]{20,}|\bAQ\.[\w-]{20,}|GOCSPX-[\w-]+|(?<!\w)1\/\/[\w-]{10,}|(?<!\w)eyJ[\w-]{8,}(?:\.[\w.-]+)?|\bBearer\s+\S+/gi;

/** Text from outside made fit for an error message: one line, printable, without secrets, cut after `longest` characters. */
export function safeText(text: string, longest = LONGEST_QUOTE): string {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking control characters out is the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, " ")
    .replace(SECRETS, "[redacted]")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= longest) return line;
  // Not through the middle of a surrogate pair.
  return `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The end of a sentence that quotes Google, who may have said nothing: `: its words.`, or `.` */
export function quoting(text: string, longest = LONGEST_QUOTE): string {
  const safe = safeText(text, longest);
  if (safe === "") return ".";
  return /[.!?…]$/.test(safe) ? `: ${safe}` : `: ${safe}.`;
}

/** What a wrong value is, for a message: its type, and the value itself only where it is short and no text. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return value.length === 0 ? "an empty string" : "a string";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
