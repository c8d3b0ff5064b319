import type { Conversation } from "./conversation.ts";
import { sentencesOf } from "./words.ts";

interface StyleRule {
  readonly pattern: RegExp;
  readonly apply: (text: string, match: readonly string[]) => string;
}

const ALWAYS = "(?:always |only |must |should |please |you )*";
const ANSWER = `(?:answer|reply|respond|say|speak|write)`;

/** What a short system instruction can ask for. Every rule that matches is applied, in this order. */
const RULES: readonly StyleRule[] = [
  {
    pattern: new RegExp(
      `\\b${ALWAYS}${ANSWER} (?:to (?:everything|every \\w{1,20}|all \\w{1,20}) )?(?:only |just |exactly |nothing but )?(?:with )?(?:only |just |exactly |nothing but )?(?:the |a single )?(?:words?|phrase|text):? ["'“‘\`]?([^"'”’\`.\\n]{1,100})`,
      "i",
    ),
    apply: (_, [, word = ""]) => word.trim(),
  },
  { pattern: /\bpirate\b/i, apply: (text) => `Arr, matey! ${text}` },
  { pattern: /\b(?:concise|brief|briefly|terse|short answers?|one sentence|single sentence)\b/i, apply: firstSentence },
  {
    pattern:
      /\b(?:begin|start|prefix) (?:every|each|all|your) (?:answers?|repl(?:y|ies)|responses?|messages?) with:? ["'“‘`]?([^"'”’`\n]{1,100}?)["'”’`]?[.]?$/im,
    apply: (text, [, start = ""]) => `${start} ${text}`,
  },
  {
    pattern:
      /\b(?:end|finish|close) (?:every|each|all|your) (?:answers?|repl(?:y|ies)|responses?|messages?) with:? ["'“‘`]?([^"'”’`\n]{1,100}?)["'”’`]?[.]?$/im,
    apply: (text, [, end = ""]) => `${text} ${end}`,
  },
  { pattern: /\b(?:upper ?case|uppercase|all caps|capital letters)\b/i, apply: (text) => text.toUpperCase() },
  { pattern: /\b(?:lower ?case|lowercase|small letters)\b/i, apply: (text) => text.toLowerCase() },
];
const IN_PROMPT = /\bin (?:all )?(upper ?case|lower ?case|all caps|capital letters|small letters)\b/i;

/** The answer as the system instruction wants it; the prompt itself can ask for upper or lower case. */
export function applyStyle(text: string, { rules, prompt }: Conversation): string {
  const asked = `${rules}\n${IN_PROMPT.exec(prompt.slice(0, 500))?.[1] ?? ""}`;
  return RULES.reduce((styled, { pattern, apply }) => {
    const match = pattern.exec(asked);
    return match ? apply(styled, match) : styled;
  }, text);
}

/** Only a lone paragraph is shortened: a story or a list of a given length stays what was asked for. */
function firstSentence(text: string): string {
  const sentences = sentencesOf(text);
  return sentences.length > 1 && sentences.length < 4 && !text.includes("\n") ? (sentences[0] ?? text) : text;
}
