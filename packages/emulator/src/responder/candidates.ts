import type { UsageMetadata } from "../wire/generate.ts";
import type { ResponderAnswer } from "./types.ts";

/**
 * Repeats an answer `count` times, for `candidateCount`. Output tokens and thoughts are counted for every candidate, the prompt
 * once. A `count` below 1 or not whole counts as 1.
 */
export function repeatCandidate(
  answer: ResponderAnswer,
  count: number,
): { readonly candidates: readonly ResponderAnswer[]; readonly usageMetadata: UsageMetadata } {
  const times = Number.isInteger(count) && count > 1 ? count : 1;
  const usage = answer.usageMetadata;
  const candidatesTokenCount = (usage.candidatesTokenCount ?? 0) * times;
  const thoughtsTokenCount = (usage.thoughtsTokenCount ?? 0) * times;
  return {
    candidates: Array.from({ length: times }, () => answer),
    usageMetadata: {
      promptTokenCount: usage.promptTokenCount,
      candidatesTokenCount,
      ...(thoughtsTokenCount > 0 ? { thoughtsTokenCount } : {}),
      totalTokenCount: usage.promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
    },
  };
}
