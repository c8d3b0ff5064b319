import type { Conversation } from "../conversation.ts";

/** "name", "is", "Alice" in "My name is Alice". */
interface Fact {
  readonly key: string;
  readonly verb: string;
  readonly value: string;
}

// The limits bound the work of the expressions on hostile input.
const KEY = "[a-z][a-z' ]{0,40}?";
const STATEMENT = new RegExp(`\\bmy (${KEY}) (is|are) (.{1,120}?)[.!]*$`, "i");
const QUESTION = new RegExp(`\\b(?:what|who|which|where|when|know|remember|tell)\\b.{0,40}\\bmy (${KEY})[?!.]*$`, "i");

/** Answers questions about what the user said before: "What is my name?" The latest statement counts. */
export function recall({ prompt, userTexts }: Conversation): string | undefined {
  const asked = sentencesOf(prompt).flatMap((sentence) => QUESTION.exec(sentence)?.[1]?.toLowerCase() ?? [])[0];
  if (asked === undefined) return undefined;
  const fact = userTexts.flatMap(factsIn).findLast(({ key }) => key === asked);
  if (fact === undefined) return `I do not know your ${asked}: you have not told me.`;
  return `Your ${describe(fact)}.`;
}

/** Acknowledges a statement: "My name is Alice." */
export function acknowledge({ prompt }: Conversation): string | undefined {
  const facts = factsIn(prompt);
  const name = facts.find(({ key }) => key === "name");
  if (name) return `Nice to meet you, ${name.value}!`;
  return facts.length === 0 ? undefined : `Noted: ${facts.map((fact) => `your ${describe(fact)}`).join(", ")}.`;
}

function factsIn(text: string): readonly Fact[] {
  const statements = sentencesOf(text).filter((sentence) => !sentence.endsWith("?"));
  return statements.flatMap((statement) => {
    const [, key, verb, value] = STATEMENT.exec(statement) ?? [];
    return key && verb && value ? [{ key: key.toLowerCase(), verb, value }] : [];
  });
}

function sentencesOf(text: string): readonly string[] {
  const sentences = text.split(/(?<=[.!?])\s+|\n|,? (?:and|but) (?=(?:i|my|what)\b)/i);
  return sentences.filter((sentence) => sentence.length <= 240);
}

function describe({ key, verb, value }: Fact): string {
  return `${key} ${verb} ${value}`;
}
