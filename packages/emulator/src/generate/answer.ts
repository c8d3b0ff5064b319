import { repeatCandidate } from "../responder/candidates.ts";
import { splitIntoChunks } from "../responder/chunks.ts";
import { countTokens } from "../responder/count-tokens.ts";
import { type ResponderAnswer, respond } from "../responder/respond.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentRequest, GenerateContentResponse, UsageMetadata } from "../wire/generate.ts";
import { isBlocked, promptFeedback } from "./blocked-prompt.ts";

/** An answer, once in one piece and once as the values of a stream. */
export interface Answer {
  readonly whole: GenerateContentResponse;
  readonly stream: readonly GenerateContentResponse[];
}

/** Has a checked request answered. Every value of the stream bears the same model and response id, as Google's do. */
export function answer(request: GenerateContentRequest, model: string, responseId: string): Answer {
  const common = { modelVersion: model, responseId };
  if (isBlocked(request)) {
    const promptTokenCount = countTokens(request.contents, request);
    const usageMetadata = { promptTokenCount, totalTokenCount: promptTokenCount };
    const blocked = { promptFeedback, usageMetadata, ...common };
    return { whole: blocked, stream: [blocked] };
  }
  const responded = respond({ ...request, model });
  const { candidates, usageMetadata } = repeatCandidate(responded, request.generationConfig?.candidateCount ?? 1);
  return {
    whole: { candidates: candidates.map(wholeCandidate), usageMetadata, ...common },
    stream: streamValues(candidates, usageMetadata).map((value) => ({ ...value, ...common })),
  };
}

function wholeCandidate(answer: ResponderAnswer, index: number): Candidate {
  return { content: modelTurn(answer.parts), finishReason: answer.finishReason, index };
}

// Only the last value tells why the answer ended and what it cost; those before count the prompt alone.
function streamValues(
  candidates: readonly ResponderAnswer[],
  usage: UsageMetadata,
): readonly { readonly candidates: readonly Candidate[]; readonly usageMetadata: UsageMetadata }[] {
  const chunked = candidates.map(splitIntoChunks);
  const length = Math.max(1, ...chunked.map((chunks) => chunks.length));
  const running = { promptTokenCount: usage.promptTokenCount, totalTokenCount: usage.promptTokenCount };
  return Array.from({ length }, (_, step) => {
    const last = step === length - 1;
    return {
      candidates: candidates.map((candidate, index) => ({
        content: modelTurn(chunked[index]?.[step] ?? []),
        ...(last ? { finishReason: candidate.finishReason } : {}),
        index,
      })),
      usageMetadata: last ? usage : running,
    };
  });
}

// A turn without parts has no `parts` member at all.
function modelTurn(parts: readonly Part[]): { readonly role: "model"; readonly parts?: readonly Part[] } {
  return parts.length === 0 ? { role: "model" } : { parts, role: "model" };
}
