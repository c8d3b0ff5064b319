import { isRecord } from "./is-record.ts";

/**
 * Integers beyond 2^53 in the arguments of function calls. `JSON.parse` rounds them, which turns the id of a record into
 * the id of another. So they are read as decimal strings, and written as integers again when the call is sent back.
 *
 * An integer is a JSON number without fraction and exponent; `1e20` and `1.5` are read as numbers, as everywhere.
 * Which strings were integers is remembered beside the value, by its object. Copies made by other code, for instance
 * through JSON, are not known: what they hold are strings.
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-6
 * @module
 */

/** The place of a value in another: names of members, and indices of lists. */
export type JsonPath = readonly (string | number)[];

/** The places of integers in arguments or in results, by the object that holds all of them. */
const placesIn = new WeakMap<object, readonly JsonPath[]>();

/** The members of a part that hold arguments or results. They go back to Google. */
const HOLDERS: ReadonlySet<string> = new Set(["functionCall", "toolCall", "toolResponse"]);

/** Levels of nesting. What is nested deeper cannot be sent back. */
const MOST_LEVELS = 1_000;

/** Reads a response as `JSON.parse` does, but large integers within function calls become strings. */
export function parseResponse(json: string): unknown {
  const value: unknown = JSON.parse(json);
  if (hasLargeIntegers(json)) replaceHolders(value, JSON.parse(quoteLargeIntegers(json)));
  return value;
}

/** The integers among the strings in this object, which a response has as `args`, `response` or `partialArgs`. */
export function integersIn(value: unknown): readonly JsonPath[] {
  return isObject(value) ? (placesIn.get(value) ?? []) : [];
}

/** Remembers which strings in this object are integers. */
export function setIntegers(value: object, places: readonly JsonPath[]): void {
  if (places.length > 0) placesIn.set(value, places);
}

/** Remembers the integers of a content for its copy, which was made through JSON. Returns whether there are any. */
export function copyIntegers(content: object, copy: object): boolean {
  let found = false;
  for (const { value, path } of heldIn(content)) {
    const places = integersIn(value);
    const same = places.length > 0 ? valueAt(copy, path) : undefined;
    if (!isObject(same)) continue;
    setIntegers(same, places);
    found = true;
  }
  return found;
}

/** A copy of arguments as `JSON.parse` would have read them: with rounded numbers for integers. Undefined if there are none. */
export function roundedCopy(args: object): unknown {
  const places = integersIn(args);
  if (places.length === 0) return undefined;
  const copy: unknown = JSON.parse(JSON.stringify(args));
  for (const path of places) {
    const holder = valueAt(copy, path.slice(0, -1));
    const name = path.at(-1);
    if (isObject(holder) && name !== undefined) holder[name] = Number(holder[name]);
  }
  return copy;
}

/** Writes a content as `JSON.stringify` does, but integers that were read as strings as integers again. */
export function contentToJson(content: object): string {
  const hasIntegers = heldIn(content).some(({ value }) => integersIn(value).length > 0);
  return hasIntegers ? stringifyExactly(content) : JSON.stringify(content);
}

/** The objects in the parts of a content that can have integers. */
function heldIn(content: unknown): readonly { readonly value: object; readonly path: JsonPath }[] {
  const parts: readonly unknown[] = isRecord(content) && Array.isArray(content.parts) ? content.parts : [];
  const held: { readonly value: object; readonly path: JsonPath }[] = [];
  for (const [index, part] of parts.entries()) {
    if (!isRecord(part)) continue;
    for (const holder of HOLDERS) {
      if (part[holder] === undefined) continue;
      for (const [member, value] of Object.entries(part[holder] ?? {})) {
        if (isObject(value)) held.push({ value, path: ["parts", index, holder, member] });
      }
    }
  }
  return held;
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let found = value;
  for (const step of path) found = isObject(found) ? found[step] : undefined;
  return found;
}

/** Writes JSON as `JSON.stringify` does, but integers that were read as strings as integers. `value` is what JSON can hold. */
export function stringifyExactly(value: unknown): string {
  return write(value, new Map());
}

/** Whether JSON may have a large integer in a function call. Costs next to nothing for text and media. */
function hasLargeIntegers(json: string): boolean {
  return (json.includes('Call"') || json.includes('Response"')) && /\d{16}/.test(json);
}

/** Puts large integers in quotation marks. `json` is valid. */
function quoteLargeIntegers(json: string): string {
  const token = /"|-?\d[\d.eE+-]*/g;
  let quoted = "";
  let from = 0;
  for (let match = token.exec(json); match; match = token.exec(json)) {
    const [found] = match;
    if (found === '"') token.lastIndex = endOfString(json, match.index);
    else if (isLargeInteger(found)) {
      quoted += `${json.slice(from, match.index)}"${found}"`;
      from = token.lastIndex;
    }
  }
  return quoted + json.slice(from);
}

/** The index after the string that begins here. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
  return json.length;
}

function isLargeInteger(text: string): boolean {
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text));
}

/** Replaces the function calls in a value by those of `exact`, which is the same with integers as strings. */
function replaceHolders(value: unknown, exact: unknown): void {
  const pending: (readonly [unknown, unknown])[] = [[value, exact]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [rounded, whole] = pair;
    if (!isObject(rounded) || !isObject(whole)) continue;
    for (const name of Object.keys(whole)) {
      const [before, after] = [rounded[name], whole[name]];
      if (!HOLDERS.has(name) || !isRecord(after)) {
        pending.push([before, after]);
        continue;
      }
      for (const [member, one] of Object.entries(after)) {
        if (isObject(one) && isRecord(before)) setIntegers(one, placesOf(before[member], one));
      }
      rounded[name] = after;
    }
  }
}

/** The places where one value has a number and the other a string. */
function placesOf(rounded: unknown, exact: unknown): readonly JsonPath[] {
  const places: JsonPath[] = [];
  const pending: (readonly [unknown, unknown, JsonPath])[] = [[rounded, exact, []]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [before, after, path] = next;
    if (typeof before === "number" && typeof after === "string") places.push(path);
    else if (isObject(before) && isObject(after) && path.length < MOST_LEVELS) {
      for (const name of Object.keys(after)) pending.push([before[name], after[name], [...path, name]]);
    }
  }
  return places;
}

/** `integers`: the names of members that are integers, by their objects. Those of the objects on the way are added. */
function write(value: unknown, integers: Map<object, Set<string>>): string {
  if (!isObject(value)) return JSON.stringify(value);
  for (const path of integersIn(value)) addPlace(value, path, integers);
  const own = integers.get(value);
  const writeMember = (name: string): string => {
    const member = value[name];
    const isInteger = own?.has(name) && typeof member === "string" && isLargeInteger(member);
    return isInteger ? member : write(member, integers);
  };
  const names = Object.keys(value);
  if (Array.isArray(value)) return `[${names.map(writeMember).join(",")}]`;
  const members = names.filter((name) => value[name] !== undefined);
  return `{${members.map((name) => `${JSON.stringify(name)}:${writeMember(name)}`).join(",")}}`;
}

function addPlace(value: object, path: JsonPath, integers: Map<object, Set<string>>): void {
  const holder = valueAt(value, path.slice(0, -1));
  if (!isObject(holder)) return;
  const names = integers.get(holder) ?? new Set();
  integers.set(holder, names.add(String(path.at(-1))));
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}
