import { findCalculation } from "../arithmetic/find.ts";
import { topicOf } from "../topic.ts";
import type { Extracts } from "./extract.ts";
import { keyWords } from "./key-words.ts";

interface TextRule {
  /** Any of these words in the name of the wanted value. */
  readonly keys: readonly string[];
  readonly find: (extracts: Extracts, words: readonly string[]) => string | undefined;
}

const PLACE_BEFORE = ["in", "for", "at", "near", "of", "to", "from", "around", "visit"];
const NOT_PLACES =
  /^(?:the|a|an|my|your|our|this|that|one|two|three|json|celsius|fahrenheit|total|english|it|me|you|\d.*)$/i;

/** What a value is called says where in the prompt to look for it. The first rule with a key of the name counts. */
const RULES: readonly TextRule[] = [
  {
    keys: ["dir", "directory", "folder"],
    find: ({ paths, quoted, prompt }) => paths[0] ?? quoted[0] ?? directoryIn(prompt),
  },
  { keys: ["path", "file", "filename", "filepath"], find: ({ paths, quoted }) => paths[0] ?? quoted[0] },
  { keys: ["url", "uri", "link", "website"], find: ({ urls }) => urls[0] },
  { keys: ["email", "mail"], find: ({ emails }) => emails[0] },
  {
    keys: ["date", "day", "birthday"],
    find: ({ dates, prompt }) => dates[0] ?? /\b(?:today|tomorrow|yesterday)\b/i.exec(prompt)?.[0],
  },
  {
    keys: ["symbol", "ticker", "currency", "code", "base", "target"],
    find: (extracts, words) => sided(extracts, words) ?? extracts.codes[0],
  },
  {
    keys: ["expression", "formula", "equation", "calculation"],
    find: ({ prompt }) => findCalculation(prompt)?.written,
  },
  { keys: ["command", "cmd", "shell"], find: ({ prompt, quoted }) => quoted[0] ?? commandIn(prompt) },
  {
    keys: ["city", "location", "place", "country", "town", "region", "destination", "origin", "area", "from", "to"],
    find: (extracts, words) => sided(extracts, words) ?? placeIn(extracts),
  },
  {
    keys: ["name", "person", "author", "recipient", "contact", "customer", "user", "attendee"],
    find: ({ names, quoted }) =>
      names.find(({ before }) => !PLACE_BEFORE.includes(before))?.name ?? names[0]?.name ?? quoted[0],
  },
  {
    keys: ["query", "topic", "subject", "term", "keyword", "search", "q", "product"],
    find: ({ prompt, quoted }) => quoted[0] ?? searched(prompt),
  },
  {
    keys: ["question", "prompt", "text", "message", "content", "input", "body", "instruction", "title", "note", "task"],
    find: ({ prompt, quoted }) => quoted[0] ?? afterColon(prompt),
  },
];

/** The text in the prompt that a value of this name most likely means; `undefined` where nothing is obvious. */
export function findText(extracts: Extracts, key: string): string | undefined {
  const words = keyWords(key);
  const rule = RULES.find(({ keys }) => words.some((word) => keys.includes(word)));
  return rule?.find(extracts, words);
}

/** Two values of one kind are told apart by "from" and "to". */
function sided({ names, codes, prompt }: Extracts, words: readonly string[]): string | undefined {
  const isFrom = words.some((word) => ["from", "origin", "source", "base"].includes(word));
  const isTo = words.some((word) => ["to", "destination", "target"].includes(word));
  if (!isFrom && !isTo) return undefined;
  const preposition = isFrom ? "from" : "to";
  const name = names.find(({ before }) => before === preposition)?.name;
  if (name !== undefined) return name;
  const place = codes.findIndex((code) => new RegExp(`\\b${preposition} ${code}\\b`).test(prompt));
  return codes[place >= 0 ? place : isFrom ? 0 : 1];
}

function placeIn({ names, prompt }: Extracts): string | undefined {
  const named = names.find(({ before }) => PLACE_BEFORE.includes(before)) ?? names[0];
  if (named) return named.name;
  const lower = /\b(?:in|for|at|near) ([\p{L}'-]{2,40})/iu.exec(prompt)?.[1];
  return lower === undefined || NOT_PLACES.test(lower) ? undefined : lower;
}

/** "the directory src" and "the src folder" name one without a slash. */
function directoryIn(prompt: string): string | undefined {
  const after = /\b(?:directory|folder) (?:called |named )?([\w.~-]{1,100})/i.exec(prompt)?.[1]?.replace(/\.$/, "");
  if (after !== undefined && !/^(?:and|or|for|please|in|here|contents?|listing|to|of|with|is|are|then)$/i.test(after))
    return after;
  const before = /([\w.~-]{1,100}) (?:directory|folder)\b/i.exec(prompt)?.[1];
  return before === undefined || /^(?:this|the|current|a|my|your|our|working|list|each|any|that)$/i.test(before)
    ? undefined
    : before;
}

function commandIn(prompt: string): string | undefined {
  const found = /\b(?:run|execute|launch)(?: the)?(?: shell)?(?: command)?:? +(.{1,300})$/im.exec(prompt)?.[1];
  return found?.replace(/(?: command)?(?: in (?:the|a) (?:shell|terminal))?[.!?]?$/i, "").trim() || undefined;
}

function searched(prompt: string): string | undefined {
  const found = /\b(?:search|look|google|find)(?: the web| online| up)?(?: for| about)? (.{1,200}?)[.?!]?$/i.exec(
    prompt.slice(0, 500),
  )?.[1];
  return found ?? topicOf(prompt);
}

function afterColon(prompt: string): string {
  const said = /\bsaying (?:that )?(.{1,500}?)[.!]?$/i.exec(prompt)?.[1];
  return said ?? /:\s+(.{1,1000})$/s.exec(prompt)?.[1]?.trim() ?? prompt;
}
