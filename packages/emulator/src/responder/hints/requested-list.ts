import { knownListFor } from "../knowledge/lists.ts";
import { COUNT_PATTERN, toCount } from "../words.ts";

/** A list that a prompt asks for: how many things, and the things themselves where a table knows them. */
export interface RequestedList {
  readonly count: number;
  readonly things: readonly string[] | undefined;
}

const LIST = new RegExp(
  `\\b(?:list|name|give(?: me)?|generate|suggest|create|write|provide) (?:exactly )?(${COUNT_PATTERN}) ([^.?!\\n]{1,120})`,
  "i",
);

/** The list in "List three fruits"; `undefined` where no number of things is asked for. */
export function requestedList(prompt: string): RequestedList | undefined {
  const [, word = "", rest = ""] = LIST.exec(prompt.slice(0, 500)) ?? [];
  const count = /^an?$/i.test(word) ? undefined : toCount(word);
  return count === undefined ? undefined : { count, things: knownListFor(rest) };
}
