import type { Conversation } from "../conversation.ts";

const ABOUT_ITSELF =
  "I am the offline emulator of gemini-ts: I answer from a script, so that programs can be tried without an account. Signing in gets real answers from Gemini.";

const GREETINGS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:who|what) are you\b|\b(?:introduce yourself|your name\?|are you (?:gemini|an ai|a bot|real|human))/i,
    ABOUT_ITSELF,
  ],
  [/^(?:hello|hi|hey|howdy|greetings)?[\s,!]{0,5}how are you\b/i, "I am running well, thank you. How can I help you?"],
  [/^good (?:morning|afternoon|evening)\b/i, "Good day! How can I help you?"],
  [/^(?:thanks|thank you|thx)\b/i, "You are welcome!"],
  [/^(?:bye|goodbye|see you|good night)\b/i, "Goodbye!"],
  [/^(?:ping)[.!?]?$/i, "Pong!"],
  [/^(?:test|testing)[.!?]?$/i, "The offline emulator is here and answering."],
  [/^(?:hello|hi|hey|howdy|greetings)\b[\s,!.\w]{0,30}$/i, "Hello! How can I help you?"],
];

/** Small talk. */
export function greeting({ prompt }: Conversation): string | undefined {
  const start = prompt.slice(0, 200);
  return GREETINGS.find(([pattern]) => pattern.test(start))?.[1];
}
