import type { ContentFault } from "../faults/fault.ts";
import { blockReason, isBlockedBy, shapeResponse, shapeStream, shapeUsage } from "../faults/shape-answer.ts";
import { repeatCandidate } from "../responder/candidates.ts";
import { splitIntoChunks } from "../responder/chunks.ts";
import { respond } from "../responder/respond.ts";
import { countTokens } from "../responder/tokens.ts";
import type { ResponderAnswer, ResponderRequest } from "../responder/types.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentResponse, UsageMetadata } from "../wire/generate.ts";
import { isBlocked, promptFeedback } from "./blocked-prompt.ts";
import { withCallIds } from "./call-ids.ts";

/** A response, both whole and as the values of a stream. */
export interface Answer {
  readonly whole: GenerateContentResponse;
  readonly stream: readonly GenerateContentResponse[];
}

/** The ids of a response. */
export interface AnswerIds {
  readonly responseId: string;
  /** Creates the id of a function call; undefined if calls have none. */
  readonly nextCallId: (() => string) | undefined;
}

/**
 * Answers a checked request. Every value of the stream has the same model and response id, as on Google's services.
 *
 * @param fault Changes the content.
 */
export function answer(request: ResponderRequest, ids: AnswerIds, fault: ContentFault = {}): Answer {
  const { responseId, nextCallId } = ids;
  if (fault.events) return { whole: fault.events[0] ?? {}, stream: fault.events };
  const common = { modelVersion: request.model, responseId };
  if (isBlocked(request) || isBlockedBy(fault)) {
    const promptTokenCount = countTokens(request.contents, request);
    const usageMetadata = shapeUsage({ promptTokenCount, totalTokenCount: promptTokenCount }, fault);
    const blocked = { promptFeedback: promptFeedback(blockReason(fault)), usageMetadata, ...common };
    return { whole: blocked, stream: [blocked] };
  }
  const shaped = shapeResponse(respond(request), fault, request);
  const responded = nextCallId ? { ...shaped, parts: withCallIds(shaped.parts, nextCallId) } : shaped;
  const repeated = repeatCandidate(responded, request.generationConfig?.candidateCount ?? 1);
  const { candidates } = repeated;
  const usageMetadata = shapeUsage(repeated.usageMetadata, fault);
  const { streamFunctionCallArguments = false } = request.toolConfig?.functionCallingConfig ?? {};
  const chunked = candidates.map((one) => splitIntoChunks(one, streamFunctionCallArguments));
  const stream = shapeStream(streamValues(candidates, chunked, usageMetadata), fault);
  return {
    whole: { candidates: candidates.map(wholeCandidate), usageMetadata, ...common },
    stream: stream.map((value) => ({ ...value, ...common })),
  };
}

function wholeCandidate(answer: ResponderAnswer, index: number): Candidate {
  return { content: modelTurn(answer.parts), ...ending(answer), index };
}

// Only the last value has the finish reason and all token counts; the others count the prompt only.
function streamValues(
  candidates: readonly ResponderAnswer[],
  chunked: readonly (readonly (readonly Part[])[])[],
  usage: UsageMetadata,
): readonly GenerateContentResponse[] {
  const length = Math.max(1, ...chunked.map((chunks) => chunks.length));
  const running = { promptTokenCount: usage.promptTokenCount, totalTokenCount: usage.promptTokenCount };
  return Array.from({ length }, (_, step) => {
    const last = step === length - 1;
    return {
      candidates: candidates.map((candidate, index) => ({
        content: modelTurn(chunked[index]?.[step] ?? []),
        ...(last ? ending(candidate) : {}),
        index,
      })),
      usageMetadata: last ? usage : running,
    };
  });
}

function ending({ finishReason }: ResponderAnswer): Pick<Candidate, "finishReason"> {
  return finishReason === undefined ? {} : { finishReason };
}

// A turn without parts has no `parts` member at all.
function modelTurn(parts: readonly Part[]): { readonly role: "model"; readonly parts?: readonly Part[] } {
  return parts.length === 0 ? { role: "model" } : { parts, role: "model" };
}
