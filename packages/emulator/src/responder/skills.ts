import type { Conversation } from "./conversation.ts";
import { arithmetic } from "./skills/arithmetic.ts";
import { counting } from "./skills/counting.ts";
import { functionResults } from "./skills/function-results.ts";
import { greeting } from "./skills/greeting.ts";
import { knownAnswer } from "./skills/known-answer.ts";
import { list } from "./skills/list.ts";
import { media } from "./skills/media.ts";
import { openQuestion } from "./skills/open-question.ts";
import { prose } from "./skills/prose.ts";
import { recall } from "./skills/recall.ts";
import { remember } from "./skills/remember.ts";
import { say } from "./skills/say.ts";

/** Something the responder can do: an answer, or nothing where the conversation does not ask for it. */
export type Skill = (conversation: Conversation) => string | undefined;

/**
 * Tried in this order. What is told is acknowledged late, so that "My name is Alice. What is 2+2?" gets the sum; and
 * what was told is recalled before general knowledge is asked.
 */
const SKILLS: readonly Skill[] = [
  functionResults,
  say,
  counting,
  recall,
  arithmetic,
  knownAnswer,
  list,
  prose,
  remember,
  greeting,
  media,
];

/** The answer of the first skill that has one. */
export function answerText(conversation: Conversation): string {
  for (const skill of SKILLS) {
    const answer = skill(conversation);
    if (answer !== undefined) return answer;
  }
  return openQuestion(conversation);
}
