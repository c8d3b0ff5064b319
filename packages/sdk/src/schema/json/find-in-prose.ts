import type { JsonFailure, JsonOutcome } from "./json-outcome.ts";
import { JsonReader } from "./json-reader.ts";

const CLOSING_FENCE = /```\s*$/;

/**
 * The value of a text that starts with neither a fence nor a bracket: a string, number, `true`, `false` or `null` if it is
 * the whole text; otherwise the first object or array that is whole. What failed is not read again, so the search is linear.
 *
 * @param offset The position of the text in the response.
 */
export function findInProse(text: string, offset: number): JsonOutcome {
  const alone = text.replace(CLOSING_FENCE, "").trim();
  const scalar = readAll(alone);
  if (scalar.state === "complete") return { kind: "complete", value: scalar.value };
  if (scalar.state === "open" && alone.startsWith('"')) return { kind: "truncated" };
  let failure: JsonFailure = { kind: "none" };
  const brackets = /[{[]/g;
  for (let found = brackets.exec(text); found; found = brackets.exec(text)) {
    const reader = new JsonReader();
    const end = reader.read(text, found.index);
    if (reader.state === "complete") return { kind: "complete", value: reader.value };
    if (reader.state === "open") return { kind: "truncated" };
    // Brackets in prose that hold nothing are not taken for JSON that went wrong.
    const isEmpty = Object.keys(reader.value as object).length === 0;
    if (failure.kind === "none" && !isEmpty) failure = { kind: reader.state, position: offset + end };
    brackets.lastIndex = Math.max(end, found.index + 1);
  }
  return failure;
}

/** Reads a text that has to be one value and nothing else. */
function readAll(text: string): { readonly state: string; readonly value: unknown } {
  const reader = new JsonReader();
  const end = reader.read(text, 0);
  reader.end();
  const isWhole = end === text.length;
  return { state: isWhole || reader.state === "open" ? reader.state : "invalid", value: reader.value };
}
