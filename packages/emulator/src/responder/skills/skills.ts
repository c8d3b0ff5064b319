import type { Conversation } from "../conversation.ts";
import { arithmetic } from "./arithmetic.ts";
import { counting } from "./counting.ts";
import { fixedAnswer, noAnswer } from "./fixed-answers.ts";
import { functionResponses } from "./function-responses.ts";
import { acknowledge, recall } from "./memory.ts";
import { prose } from "./prose.ts";
import { say } from "./say.ts";

/** Answers a conversation, or returns `undefined` if it does not ask for what the skill can do. */
type Skill = (conversation: Conversation) => string | undefined;

/** In the order in which they are tried: "My name is Alice. What is 2+2?" gets the sum. */
const SKILLS: readonly Skill[] = [
  functionResponses,
  say,
  counting,
  recall,
  arithmetic,
  acknowledge,
  fixedAnswer,
  prose,
];

/** The answer of the first skill that has one. */
export function answerText(conversation: Conversation): string {
  for (const skill of SKILLS) {
    const answer = skill(conversation);
    if (answer !== undefined) return answer;
  }
  return noAnswer(conversation);
}
