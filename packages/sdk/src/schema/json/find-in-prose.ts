import { wholeValue } from "./find-more.ts";
import type { JsonFailure, JsonOutcome, Opening } from "./json-outcome.ts";
import { JsonReader } from "./json-reader.ts";

/** A fence that ends on a line of its own, with all that follows, or on the last line. */
const CLOSING_FENCE = /\n[ \t]*(?:```|~~~)[\s\S]*$|```\s*$/;

/**
 * The value of a text that starts with neither a fence nor the value's bracket: a string, number, `true`, `false` or `null`
 * if it is the whole text; otherwise the first object or array that is whole, of the expected kind and not empty, unless more
 * JSON follows it. If there is none, the first whole one of any kind. Members of what was read are not searched, so the
 * search is linear.
 *
 * @param offset The position of the text in the response.
 * @param opening How the value begins, if that is known.
 */
export function findInProse(text: string, offset: number, opening?: Opening): JsonOutcome {
  const alone = text.replace(CLOSING_FENCE, "").trim();
  const scalar = readAll(alone);
  if (scalar.state === "complete") return { kind: "complete", value: scalar.value };
  if (scalar.state === "open" && alone.startsWith('"')) return { kind: "truncated" };
  let other: JsonOutcome | undefined;
  let failure: JsonFailure = { kind: "none" };
  const brackets = /[{[]/g;
  for (let found = brackets.exec(text); found; found = brackets.exec(text)) {
    const reader = new JsonReader();
    const end = reader.read(text, found.index);
    if (reader.state === "open") return { kind: "truncated" };
    // Brackets in prose that hold nothing are not taken for JSON, nor for JSON that went wrong.
    const isEmpty = !reader.hasMembers;
    if (reader.state === "complete") {
      const { value } = reader;
      if (!isEmpty && (opening === undefined || found[0] === opening)) {
        return wholeValue(value, text.slice(end), offset + end);
      }
      other ??= { kind: "complete", value };
    } else if (failure.kind === "none" && !isEmpty) failure = { kind: reader.state, position: offset + end };
    const isWord = isEmpty && reader.state !== "complete";
    brackets.lastIndex = isWord ? found.index + 1 : Math.max(end, found.index + 1);
  }
  return other ?? failure;
}

/** Reads a text that has to be one value and nothing else. */
function readAll(text: string): { readonly state: string; readonly value: unknown } {
  const reader = new JsonReader();
  const end = reader.read(text, 0);
  reader.end();
  const isWhole = end === text.length;
  return { state: isWhole || reader.state === "open" ? reader.state : "invalid", value: reader.value };
}
