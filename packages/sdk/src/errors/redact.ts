import { SENT_CREDENTIAL } from "./credential-names.ts";

/** Replaces the credentials of one request in a text. */
export type Redact = (text: string) => string;

/** Shorter values are too common in ordinary text. */
const SHORTEST_SECRET = 6;

/** A piece of a secret of this length is redacted as well: servers shorten what they quote. */
const FRAGMENT = 12;

const REDACTED = "[redacted]";

/**
 * One character as written by servers that quote a request: percent-encoded, escaped in JSON (nested as well), as a byte or in
 * HTML, or as it is. White space and invisible characters are skipped, since they can split a value.
 */
const WRITTEN =
  /%([0-9a-f]{2})|\\+u([0-9a-f]{4})|\\+x([0-9a-f]{2})|\\+[nrt]|\\+(["\\/])|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|quot|lt|gt|apos);|[\s\u00ad\u200b-\u200f\u2060\ufeff]+|./gisu;

/** The same without any decoding: a character before a secret can look like the beginning of an escape. */
const AS_IS = /[\s\u00ad\u200b-\u200f\u2060\ufeff]+|./gsu;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">", apos: "'" };

/** Returns the credentials in the headers of a request, names in lower case: whole values, and the parts of lists. */
export function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  const named = Object.entries(headers).filter(([name]) => SENT_CREDENTIAL.test(name));
  return named.flatMap(([, value]) => secretsOf(value));
}

/** `Bearer token`, `Basic base64`, `name=value; name=value`, or a plain key. */
function secretsOf(value: string): readonly string[] {
  const words = value.trim().split(/[\s,;]+/);
  const hasScheme = words.length > 1 && /^[a-z][a-z-]*$/i.test(words[0] ?? "");
  const parts = hasScheme ? words.slice(1) : words;
  const values = parts.map((part) => part.slice(part.indexOf("=") + 1).replace(/^"|"$/g, ""));
  const password = /^basic$/i.test(words[0] ?? "") ? decoded(words[1] ?? "").replace(/^[^:]*:/, "") : "";
  const whole = value
    .trim()
    .slice(hasScheme ? words[0]?.length : 0)
    .trim();
  return [whole, ...parts, ...values, password];
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return "";
  }
}

/**
 * Returns a function that replaces these secrets in a text, in whatever case and spelling ({@link WRITTEN}), in base64, and as
 * bytes in hexadecimal or decimal, with anything between them. Of longer secrets, every piece of 12 characters is replaced.
 * Secrets of fewer than 6 characters are ignored.
 */
export function redactorFor(secrets: readonly string[]): Redact {
  const known = [...new Set(secrets)].filter((secret) => secret.length >= SHORTEST_SECRET);
  if (known.length === 0) return (text) => text;
  let forms: SecretForms | undefined;
  return (text) => {
    forms ??= formsOf(known);
    return redacted(text, forms);
  };
}

/** What to look for, in lower case. */
interface SecretIndex {
  /** Pieces of secrets by their length. */
  readonly pieces: ReadonlyMap<number, ReadonlySet<string>>;
  /** Secrets whose beginning may stand at the end of a truncated text. */
  readonly whole: readonly string[];
}

/** The forms in which a server can write secrets. */
interface SecretForms {
  readonly any: SecretIndex;
  /** Those that are hexadecimal digits alone. */
  readonly hex: SecretIndex;
}

function formsOf(secrets: readonly string[]): SecretForms {
  // A secret can contain what looks like an escape, which decoding a text decodes as well.
  const any = secrets.flatMap((secret) => [
    ...readings(secret).map(({ characters }) => characters),
    ...base64Of(secret),
    ...hexOf(secret),
  ]);
  // Shorter ones could be what is left of any text.
  const hex = any.filter((form) => form.length >= FRAGMENT && /^[0-9a-f]*$/i.test(form));
  return { any: indexOf(any), hex: indexOf(hex) };
}

function indexOf(forms: readonly string[]): SecretIndex {
  const whole = forms.filter((form) => form.length >= SHORTEST_SECRET).map((form) => form.toLowerCase());
  const pieces = new Map<number, Set<string>>();
  for (const form of whole) {
    const length = Math.min(FRAGMENT, form.length);
    const known = pieces.get(length) ?? new Set();
    pieces.set(length, known);
    for (let start = 0; start + length <= form.length; start += 1) known.add(form.slice(start, start + length));
  }
  return { pieces, whole };
}

/** Header values are Latin-1; anything else was not sent in a header, and has no bytes to look for. */
const IS_LATIN_1 = /^[\0-\xff]*$/;

/** The characters of a secret's base64 that do not depend on what stands around it, for each position within a triple. */
function base64Of(secret: string): readonly string[] {
  if (!IS_LATIN_1.test(secret)) return [];
  const forms = [0, 1, 2].map((before) => {
    const all = btoa("\0".repeat(before) + secret).replace(/=+$/, "");
    const isPadded = (before + secret.length) % 3 !== 0;
    return all.slice([0, 2, 3][before], isPadded ? -1 : undefined);
  });
  const long = forms.filter((form) => form.length >= SHORTEST_SECRET);
  return [...new Set([...long, ...long.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))])];
}

/** The bytes of a secret in hexadecimal. */
function hexOf(secret: string): readonly string[] {
  if (!IS_LATIN_1.test(secret)) return [];
  return [Array.from(secret, (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("")];
}

/** A text as its reader would decode it, and where each of its characters stands in the text. */
interface DecodedText {
  readonly characters: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function decodeText(text: string, written: RegExp): DecodedText {
  let characters = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(written)) {
    const character = characterOf(match);
    for (const unit of character.toLowerCase()) {
      characters += unit;
      for (let half = 0; half < unit.length; half += 1) {
        starts.push(match.index);
        ends.push(match.index + match[0].length);
      }
    }
  }
  return { characters, starts, ends };
}

/** Nested escapes of different kinds, such as JSON in a URL in HTML, are decoded as often. */
const DEEPEST_ESCAPE = 4;

/** A text as it is, decoded once, and decoded until nothing changes. */
function readings(text: string): readonly DecodedText[] {
  const once = decodeText(text, WRITTEN);
  let all = once;
  for (let level = 1; level < DEEPEST_ESCAPE; level += 1) {
    const { starts, ends } = all;
    const next = decodeText(all.characters, WRITTEN);
    if (next.characters === all.characters) break;
    all = {
      characters: next.characters,
      starts: next.starts.map((at) => starts[at] ?? 0),
      ends: next.ends.map((at) => ends[at - 1] ?? 0),
    };
  }
  return [decodeText(text, AS_IS), once, ...(all === once ? [] : [all])];
}

/** The hexadecimal digits of a text alone: bytes are written as `41:49`, `41 49`, `0x41, 0x49` and so on. */
function hexDigitsOf({ characters, starts, ends }: DecodedText): DecodedText {
  const digits = [...characters.matchAll(/0x|[0-9a-f]/g)].filter(([digit]) => digit !== "0x");
  return {
    characters: digits.join(""),
    starts: digits.map(({ index }) => starts[index] ?? 0),
    ends: digits.map(({ index }) => ends[index] ?? 0),
  };
}

/** The bytes that a text lists as decimal numbers, as JSON has those of a `Buffer`: `[65, 73, 122]`. */
function decimalBytesOf(text: string): DecodedText {
  const bytes = [...text.matchAll(/\d+/g)].filter(([digits]) => Number(digits) <= 0xff);
  return {
    characters: bytes.map(([digits]) => String.fromCharCode(Number(digits)).toLowerCase()).join(""),
    starts: bytes.map(({ index }) => index),
    ends: bytes.map(({ index, 0: { length } }) => index + length),
  };
}

function characterOf([written, percent, unicode, byte, escaped, hex, decimal, entity]: RegExpExecArray): string {
  const code = percent ?? unicode ?? byte ?? hex;
  if (code !== undefined) return fromCode(Number.parseInt(code, 16));
  if (decimal !== undefined) return fromCode(Number(decimal));
  if (escaped !== undefined) return escaped;
  if (entity !== undefined) return ENTITIES[entity.toLowerCase()] ?? "";
  return /^(?:\\+[nrt]|[\s\u00ad\u200b-\u200f\u2060\ufeff]+)$/i.test(written) ? "" : written;
}

function fromCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** A part of a text. */
type Range = readonly [start: number, end: number];

function redacted(text: string, { any, hex }: SecretForms): string {
  const ranges = readings(text).flatMap((reading) => [
    ...rangesOf(reading, any),
    ...rangesOf(hexDigitsOf(reading), hex),
  ]);
  ranges.push(...rangesOf(decimalBytesOf(text), any));
  let kept = "";
  let at = 0;
  for (const [from, to] of ranges.sort(([one], [other]) => one - other)) {
    if (to <= at) continue;
    if (from > at || at === 0) kept += `${text.slice(at, from)}${REDACTED}`;
    at = to;
  }
  return kept + text.slice(at);
}

/** Where secrets and pieces of them stand in the text. */
function rangesOf({ characters, starts, ends }: DecodedText, { pieces, whole }: SecretIndex): readonly Range[] {
  const hidden: Range[] = [];
  for (const [length, known] of pieces) {
    for (let start = 0; start + length <= characters.length; start += 1) {
      if (known.has(characters.slice(start, start + length))) hidden.push([start, start + length]);
    }
  }
  for (const secret of whole) {
    for (let length = Math.min(secret.length, FRAGMENT) - 1; length >= SHORTEST_SECRET; length -= 1) {
      if (!characters.endsWith(secret.slice(0, length))) continue;
      hidden.push([characters.length - length, characters.length]);
      break;
    }
  }
  return hidden.map(([start, end]) => [starts[start] ?? 0, ends[end - 1] ?? 0]);
}
