import type { Conversation } from "../conversation.ts";
import { factsOf, normalizeKey } from "../memory/facts.ts";
import { capitalize, sentencesOf } from "../words.ts";

const MY_FACT =
  /\b(?:what(?:['’]s| is| are| was)?|which|who(?:['’]s| is| are)|where(?:['’]s| is)|when(?:['’]s| is)|do you (?:still )?(?:know|remember)|tell me|say|recall|repeat) (?:what |who )?my ([a-z][a-z' -]{0,40}?)(?: is| was| are)?(?: again| please)?$/i;
const OTHER_FACT = /\b(?:what|who)(?:['’]s| is| was| are) the ([a-z][a-z' -]{0,40}?)$/i;

/** Questions that do not name what they ask for. */
const SPECIAL: readonly {
  readonly pattern: RegExp;
  readonly key: string;
  readonly known: (value: string) => string;
  readonly unknown: string;
}[] = [
  {
    pattern: /\bwho am i$/i,
    key: "name",
    known: (value) => `You are ${value}.`,
    unknown: "You have not told me who you are.",
  },
  {
    pattern: /\bhow old am i$/i,
    key: "age",
    known: (value) => `You are ${value} years old.`,
    unknown: "You have not told me your age.",
  },
  {
    pattern: /\bwhere do i live$/i,
    key: "home",
    known: (value) => `You live in ${value}.`,
    unknown: "You have not told me where you live.",
  },
  {
    pattern: /\bwhat do i (?:like|love|enjoy)$/i,
    key: "likes",
    known: (value) => `You like ${value}.`,
    unknown: "You have not told me what you like.",
  },
];

/** Answers questions about what was said before: "What is my name?" */
export function recall(conversation: Conversation): string | undefined {
  const facts = factsOf(conversation);
  for (const sentence of sentencesOf(conversation.prompt)) {
    const question = sentence.slice(0, 240).replace(/[\s?!.]{1,20}$/, "");
    const special = SPECIAL.find(({ pattern }) => pattern.test(question));
    if (special) {
      const value = facts.get(special.key);
      return value === undefined ? special.unknown : special.known(value);
    }
    const key = MY_FACT.exec(question)?.[1];
    if (key !== undefined) return answerAbout(key, facts.get(normalizeKey(key)));
    const other = OTHER_FACT.exec(question)?.[1];
    const told = other === undefined ? undefined : facts.get(normalizeKey(other));
    if (told !== undefined) return `${capitalize(`the ${other}`)} is ${told}.`;
  }
  return undefined;
}

function answerAbout(key: string, value: string | undefined): string {
  if (value === undefined) return `I do not know your ${key}: you have not told me.`;
  return `Your ${key} ${/[^s]s$/.test(key) ? "are" : "is"} ${value}.`;
}
