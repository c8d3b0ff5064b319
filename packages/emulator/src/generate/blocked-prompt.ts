import type { GenerateContentRequest, PromptFeedback } from "../wire/generate.ts";

// Whoever wants to see a refused prompt writes this into it.
const blockMark = "[[block]]";

/** Whether the last turn asks to be refused for its content. */
export function isBlocked(request: GenerateContentRequest): boolean {
  return (request.contents.at(-1)?.parts ?? []).some((part) => part.text?.includes(blockMark));
}

/** What stands in the place of candidates then. */
export function promptFeedback(blockReason: string): PromptFeedback {
  return {
    blockReason,
    safetyRatings: [{ category: "HARM_CATEGORY_DANGEROUS_CONTENT", probability: "HIGH", blocked: true }],
  };
}
