import { isRecord } from "../../wire/is-record.ts";

/** Turns take 1,000; the rest are the levels around the result. */
const MOST_LEVELS = 900;

/** Why a value cannot be a result, ending "it returned a value …". */
export class Unsendable extends Error {}

/**
 * Writes a result as JSON. Throws, mostly {@link Unsendable}, if it is not JSON. `JSON.stringify` alone would write a `Map`, a
 * `Response` and everything else without members of its own as `{}`, and bytes as a member each.
 */
export function resultJson(returned: unknown): string {
  if (returned === undefined) throw new Unsendable("that is undefined, which JSON does not have");
  const json: string | undefined = JSON.stringify(returned, sendable);
  if (json === undefined) throw new Unsendable(`of the type ${typeof returned}, which JSON does not have`);
  return json;
}

/** Reads the JSON of a result. Throws {@link Unsendable} if it has too many levels. */
export function readResultJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (isDeeper(value, MOST_LEVELS)) throw new Unsendable(`of more than ${MOST_LEVELS} levels`);
  return value;
}

/** A replacer for `JSON.stringify`. `value` is what `toJSON()` has made of the member: a `Buffer` is no longer bytes there. */
function sendable(this: object, name: string, value: unknown): unknown {
  if (typeof value === "bigint")
    throw new Unsendable("with a BigInt, which JSON does not have: return `String(value)`");
  const given: unknown = Reflect.get(this, name);
  if (ArrayBuffer.isView(given) || given instanceof ArrayBuffer) {
    throw new Unsendable("with bytes, which only the `inlineData` of a part can hold");
  }
  if (isRecord(value) && isLost(value)) throw new Unsendable(`with ${kindOf(value)}, which JSON writes as {}`);
  return value;
}

/** Whether JSON shows nothing of an object, though it is more than an empty one. Objects of other realms are plain too. */
function isLost(value: object): boolean {
  if (Array.isArray(value) || Object.keys(value).length > 0) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype !== null && Object.getPrototypeOf(prototype) !== null;
}

function kindOf(value: object): string {
  const name = typeof value.constructor === "function" ? value.constructor.name : "";
  if (name === "") return "an object";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}
