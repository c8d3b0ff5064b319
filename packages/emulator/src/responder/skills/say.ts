import type { Conversation } from "../conversation.ts";
import { capitalize, wordsOf } from "../words.ts";

const LONGEST_ECHO = 500;
const REQUEST =
  /^(?:please )?(?:say|repeat(?: after me)?|echo|(?:reply|respond|answer)(?: back)? (?:(?:only|just|exactly) )?with)(?: (?:only|just|exactly))?(?: (?:the|this) (?:words?|phrase|sentence|text))?[: ]\s?(.{1,500})$/is;
const QUOTED = /^["'“‘`](.{1,500}?)["'”’`]/s;
const IN_WORDS = /[\s,]+(?:in|using) (?:exactly |only |just )?(one|a single|1|two|2|three|3) words?\b.{0,40}$/i;
const NOT_LITERAL = /^(?:something|anything|what|whatever|how|why|who|it|that|this|a|an|me|your|my|json|yes or no)\b/i;

/** Gives back what the prompt dictates: "Say hello in one word", "Repeat after me: …", "Reply with exactly OK". */
export function say({ prompt }: Conversation): string | undefined {
  if (prompt.length > LONGEST_ECHO) return undefined;
  const dictated = REQUEST.exec(prompt)?.[1]?.trim();
  if (dictated === undefined) return undefined;
  const quoted = QUOTED.exec(dictated)?.[1];
  if (quoted !== undefined) return quoted;
  if (NOT_LITERAL.test(dictated)) return undefined;
  const limit = IN_WORDS.exec(dictated)?.[1]?.toLowerCase();
  const words = dictated
    .replace(IN_WORDS, "")
    .replace(/[\s.]{1,10}$/, "")
    .replace(/^(?:the words?) /i, "");
  if (limit === undefined) return capitalize(words);
  const count = { one: 1, "a single": 1, "1": 1, two: 2, "2": 2 }[limit] ?? 3;
  return capitalize(wordsOf(words).slice(0, count).join(" "));
}
