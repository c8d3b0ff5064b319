import type { Conversation } from "../conversation.ts";
import { findKnownSentence } from "../knowledge/find.ts";
import { lengthOf } from "../prose/length.ts";

/** A real, correct sentence for the questions that demonstrations ask. Another length than a sentence is prose. */
export function knownAnswer({ prompt }: Conversation): string | undefined {
  const length = lengthOf(prompt);
  return length === undefined || (length.unit === "sentence" && length.count === 1)
    ? findKnownSentence(prompt)
    : undefined;
}
