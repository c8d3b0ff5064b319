import type { GenerateContentRequest, PromptFeedback } from "../wire/generate.ts";

// Blocks any prompt that contains it.
const blockMark = "[[block]]";

/** Whether the last turn asks to be blocked. */
export function isBlocked(request: GenerateContentRequest): boolean {
  return (request.contents.at(-1)?.parts ?? []).some((part) => part.text?.includes(blockMark));
}

/** The feedback that replaces the candidates of a blocked prompt. */
export function promptFeedback(blockReason: string): PromptFeedback {
  return {
    blockReason,
    safetyRatings: [{ category: "HARM_CATEGORY_DANGEROUS_CONTENT", probability: "HIGH", blocked: true }],
  };
}
