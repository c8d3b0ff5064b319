import { nameWords } from "../tools/name-words.ts";
import type { PromptValues } from "../tools/prompt-values.ts";
import type { ResolvedSchema } from "./resolve.ts";

const LONGEST_PADDING = 10_000;

const FORMATS: Readonly<Record<string, string>> = {
  date: "2026-01-01",
  "date-time": "2026-01-01T12:00:00Z",
  time: "12:00:00Z",
  duration: "PT1H",
  base64: "RXhhbXBsZQ==",
  base64url: "RXhhbXBsZQ",
  cidrv4: "192.0.2.0/24",
  cidrv6: "2001:db8::/32",
  cuid2: "tz4a98xxat96iws9zmbrgj3a",
  e164: "+12025550123",
  email: "user@example.com",
  emoji: "🙂",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  mac: "00:00:5E:00:53:01",
  nanoid: "V1StGXR8_Z5jdHi6B-myT",
  ulid: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  uri: "https://example.com/",
  url: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** An example of the format, or "Example" and the name of the property, within the limits of length. */
export function fillString({ format, minLength, maxLength }: ResolvedSchema, key: string, index: number): string {
  const example = typeof format === "string" ? FORMATS[format.toLowerCase()] : undefined;
  if (example !== undefined) return example;
  const text = `Example ${nameWords(key).join(" ") || "text"}${index > 0 ? ` ${index + 1}` : ""}`;
  return text.padEnd(Math.min(sizeOf(minLength) ?? 0, LONGEST_PADDING), ".").slice(0, sizeOf(maxLength) ?? undefined);
}

/** The next number of the prompt that the schema accepts, or one near 1. The items of an array count up. */
export function fillNumber(schema: ResolvedSchema, isInteger: boolean, index: number, values?: PromptValues): number {
  const { least, most, step } = rangeOf(schema, isInteger);
  const accepts = numbersOf(schema, isInteger);
  const wanted = [1 + index, 1, least, least + (step || 1), most, most - (step || 1), (least + most) / 2];
  const rounded = wanted.map((value) => (step > 0 ? Number((Math.ceil(value / step) * step).toPrecision(15)) : value));
  return values?.number(accepts) ?? rounded.find((value) => Number.isFinite(value) && accepts(value)) ?? 0;
}

/** Which numbers a schema accepts. */
export function numbersOf(schema: ResolvedSchema, isInteger: boolean): (value: number) => boolean {
  const { above, below, least, most, step } = rangeOf(schema, isInteger);
  return (value) =>
    value >= least && value <= most && value > above && value < below && (step <= 0 || isMultiple(value, step));
}

function rangeOf(schema: ResolvedSchema, isInteger: boolean) {
  const above = numberIn(schema.exclusiveMinimum, -Infinity);
  const below = numberIn(schema.exclusiveMaximum, Infinity);
  const least = Math.max(numberIn(schema.minimum, -Infinity), above);
  const most = Math.min(numberIn(schema.maximum, Infinity), below);
  return { above, below, least, most, step: numberIn(schema.multipleOf, isInteger ? 1 : 0) };
}

/** A count of a schema; Google writes it as a string of digits. */
export function sizeOf(value: unknown): number | undefined {
  const size = typeof value === "string" ? Number(value) : value;
  return typeof size === "number" && Number.isInteger(size) && size >= 0 ? size : undefined;
}

function numberIn(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}

function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) < 1e-9;
}
