import { keyWords } from "../hints/key-words.ts";
import { capitalize } from "../words.ts";
import { textForPattern } from "./pattern.ts";
import type { Resolved } from "./resolve.ts";

const LONGEST = 10_000;

const FORMATS: Readonly<Record<string, string>> = {
  date: "2026-01-01",
  "date-time": "2026-01-01T12:00:00Z",
  time: "12:00:00Z",
  duration: "PT1H",
  email: "user@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  "uri-reference": "https://example.com/",
  url: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A text that a schema accepts: the hint where it is allowed, else an example of the format or pattern, else words
 * that say they are an example. `index` tells the items of a list apart.
 */
export function fillString(schema: Resolved, key: string, hint: string | undefined, index: number): string {
  const least = Math.min(lengthIn(schema.minLength) ?? 0, LONGEST);
  const most = lengthIn(schema.maxLength) ?? Infinity;
  const format = typeof schema.format === "string" ? schema.format.toLowerCase() : "";
  if (typeof schema.pattern === "string") return textForPattern(schema.pattern);
  const example = FORMATS[format];
  if (example !== undefined)
    return hint !== undefined && fitsFormat(format, hint) ? hint : numbered(format, example, index);
  const text = hint ?? exampleFor(key, index);
  return fitLength(text, least, most);
}

function exampleFor(key: string, index: number): string {
  const words = keyWords(key).join(" ") || "text";
  return capitalize(`example ${words}${index > 0 ? ` ${index + 1}` : ""}`);
}

function numbered(format: string, example: string, index: number): string {
  if (index === 0) return example;
  if (format === "uuid") return example.slice(0, -6) + String(index).padStart(6, "0").slice(-6);
  if (format === "email") return `user${index + 1}@example.com`;
  return format.startsWith("ur") ? `${example}${index + 1}` : example;
}

function fitsFormat(format: string, text: string): boolean {
  if (format === "date") return /^\d{4}-\d{2}-\d{2}$/.test(text);
  if (format === "email") return text.includes("@");
  return format.startsWith("ur") && /^https?:\/\//.test(text);
}

/** Lengths are counted in characters, as JSON Schema does, not in UTF-16 units. */
function fitLength(text: string, least: number, most: number): string {
  const characters = [...text].slice(0, most);
  return characters.length >= least
    ? characters.join("")
    : characters.join("").padEnd(least + text.length - characters.length, ".");
}

function lengthIn(value: unknown): number | undefined {
  const length = typeof value === "string" ? Number(value) : value;
  return typeof length === "number" && Number.isInteger(length) && length >= 0 ? length : undefined;
}
