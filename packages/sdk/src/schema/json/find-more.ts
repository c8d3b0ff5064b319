import type { JsonOutcome } from "./json-outcome.ts";
import { JsonReader } from "./json-reader.ts";

/** The rest of a value that was closed too early: what would be its next string, or a comma and its next element. */
const REST = /^[\s\]}]*(?:"|,\s*(?:["[{]|-?\d|(?:true|false|null)\b))/;

/** A whole value, unless more JSON is in `rest`, the text after it. `offset`: the position of that text in the response. */
export function wholeValue(value: unknown, rest: string, offset: number): JsonOutcome {
  const more = findMore(rest, value);
  return more === undefined ? { kind: "complete", value } : { kind: "followed", position: offset + more };
}

/**
 * The position of more JSON in the text after a value; undefined if there are only words. More JSON is the rest of a
 * value that was closed too early, and an object or array with members: a second value, whole or not. Words are
 * everything else, also closing brackets, brackets that hold nothing or no JSON, arrays such as `[1]` after an object,
 * which are footnotes, and the same value again. Linear in the length of the text.
 */
function findMore(text: string, value: unknown): number | undefined {
  if (REST.test(text)) return text.search(/["[{\w-]/);
  const brackets = /[{[]/g;
  for (let found = brackets.exec(text); found; found = brackets.exec(text)) {
    const reader = new JsonReader();
    const end = reader.read(text, found.index);
    if (reader.hasMembers && !isFootnote(reader.value, value) && !isSame(reader, value)) return found.index;
    brackets.lastIndex = reader.hasMembers || reader.state === "complete" ? end : found.index + 1;
  }
  return undefined;
}

/** Some services send a whole response twice. */
function isSame(reader: JsonReader, value: unknown): boolean {
  return reader.state === "complete" && JSON.stringify(reader.value) === JSON.stringify(value);
}

function isFootnote(found: unknown, value: unknown): boolean {
  if (Array.isArray(value) || !Array.isArray(found)) return false;
  return found.every((element) => typeof element !== "object" || element === null);
}
