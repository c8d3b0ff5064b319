import type { Conversation } from "../conversation.ts";
import { sentencesOf } from "../words.ts";

/** Longer sentences are stories, not facts; the limit also bounds the work of the expressions below. */
const LONGEST_FACT = 240;

/** What the user told, by what it is called ("name", "favorite color"). Told twice, the later one counts. */
export type Facts = ReadonlyMap<string, string>;

/** One thing that a sentence tells. */
export interface Fact {
  readonly key: string;
  readonly value: string;
}

interface Rule {
  readonly pattern: RegExp;
  readonly read: (match: readonly string[]) => Fact;
}

const LEADING = /^(?:(?:hello|hi|hey|well|so|and|also|please|by the way|no|actually|ok|okay|note that)\b[\s,!:]*)+/i;

const RULES: readonly Rule[] = [
  {
    pattern: /\bmy ([a-z][a-z' -]{0,40}?) (?:is called|is|are|was) (.{1,120})$/i,
    read: ([, key, value]) => fact(key, value),
  },
  { pattern: /^(?:you can |just |please )?call me (.{1,60})$/i, read: ([, value]) => fact("name", value) },
  {
    pattern: /^(?:[Ii] am|[Ii]['’]m) ([A-Z][\p{L}'’-]{1,30})(?:[,.!].{0,100}| and .{0,100})?$/u,
    read: ([, value]) => fact("name", value),
  },
  { pattern: /\b(?:i am|i['’]m) (\d{1,3}) years old\b/i, read: ([, value]) => fact("age", value) },
  { pattern: /\bi live in (.{1,80})$/i, read: ([, value]) => fact("home", value) },
  { pattern: /^i (?:like|love|enjoy) (.{1,100})$/i, read: ([, value]) => fact("likes", value) },
  {
    pattern: /^remember(?: that| this)?:? (?:the |a )?([a-z][a-z' -]{0,40}?) (?:is|are) (.{1,120})$/i,
    read: ([, key, value]) => fact(key, value),
  },
  {
    pattern: /^the user['’]s ([a-z][a-z' -]{0,40}?) (?:is|are) (.{1,120})$/i,
    read: ([, key, value]) => fact(key, value),
  },
];

/** Everything that the user, or a short system instruction, has told so far. */
export function factsOf({ userTexts, rules }: Conversation): Facts {
  const facts = new Map<string, string>();
  for (const text of [rules, ...userTexts]) {
    for (const { key, value } of factsIn(text)) facts.set(key, value);
  }
  return facts;
}

/** What one message tells. Questions tell nothing. */
export function factsIn(text: string): readonly Fact[] {
  return sentencesOf(text)
    .flatMap(clausesOf)
    .flatMap((clause) => factIn(clause) ?? []);
}

/** "My name is Alice and I live in Paris" tells two things. */
function clausesOf(sentence: string): readonly string[] {
  return sentence.length > LONGEST_FACT ? [] : sentence.split(/,? (?:and|but) (?=(?:i|my|i['’]m|please|what|who)\b)/i);
}

function factIn(sentence: string): Fact | undefined {
  if (sentence.endsWith("?")) return undefined;
  const plain = sentence.replace(/[.!;]{1,10}$/, "").replace(LEADING, "");
  // "Remember that I like tea" tells what "I like tea" tells.
  for (const form of [plain, plain.replace(/^remember(?: that| this)?:? /i, "")]) {
    for (const { pattern, read } of RULES) {
      const match = pattern.exec(form);
      if (match) return read(match);
    }
  }
  return undefined;
}

function fact(key = "", value = ""): Fact {
  return { key: normalizeKey(key), value: value.trim() };
}

/** The form under which a fact is kept, so that "favourite  Color" finds "favorite color". */
export function normalizeKey(key: string): string {
  return key
    .trim()
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replaceAll("favourite", "favorite")
    .replaceAll("colour", "color");
}
