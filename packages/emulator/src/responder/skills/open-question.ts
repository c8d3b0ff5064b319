import type { Conversation } from "../conversation.ts";
import { topicOf } from "../topic.ts";

/** What is left: says what was asked, and that a script cannot answer it. */
export function openQuestion({ prompt }: Conversation): string {
  if (prompt === "") return "There was no text to answer. The offline emulator answers from a script.";
  const topic = topicOf(prompt);
  if (/\bone[- ]sentence\b|\bin (?:a|one|1|a single) (?:short |simple )?sentence\b/i.test(prompt.slice(0, 500))) {
    return `The offline emulator answers from a script that has no answer for “${topic}”, and signing in gets a real answer from Gemini.`;
  }
  return `The offline emulator answers from a script that has no answer for “${topic}”. Sign in to get a real answer from Gemini.`;
}
