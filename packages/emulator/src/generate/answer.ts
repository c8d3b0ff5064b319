import type { ContentFault } from "../faults/fault.ts";
import { blockReason, isBlockedBy, shapeResponse, shapeStream, shapeUsage } from "../faults/shape-answer.ts";
import type { Continuation, Continuations } from "../long-decode/continuations.ts";
import { type HopInit, hopEvents, joinEvents, takesHops } from "../long-decode/hop.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import { repeatCandidate } from "../responder/candidates.ts";
import { splitIntoChunks } from "../responder/chunks.ts";
import { respond } from "../responder/respond.ts";
import { countTokens } from "../responder/tokens.ts";
import type { ResponderAnswer, ResponderRequest } from "../responder/types.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentResponse, UsageMetadata } from "../wire/generate.ts";
import { isBlocked, promptFeedback } from "./blocked-prompt.ts";
import { withCallIds } from "./call-ids.ts";
import { joinPayloads } from "./join-payloads.ts";

/** A response, both whole and as the values of a stream. */
export interface Answer {
  readonly whole: GenerateContentResponse;
  readonly stream: readonly GenerateContentResponse[];
}

/** How a request is answered. */
export interface AnswerInit {
  readonly responseId: string;
  /** Creates the id of a function call; undefined if calls have none. */
  readonly nextCallId: (() => string) | undefined;
  /** Changes the content. */
  readonly fault?: ContentFault | undefined;
  /** Where the answer continues; undefined if it begins. */
  readonly start: Continuation | undefined;
  readonly model: EmulatedModel;
  readonly isStreamed: boolean;
  readonly continuations: Continuations;
}

/** Answers a checked request. Every value of the stream has the same model and response id, as on Google's services. */
export function answer(request: ResponderRequest, init: AnswerInit): Answer {
  const { fault = {}, responseId } = init;
  if (fault.events) return { whole: joinPayloads(fault.events), stream: fault.events };
  const common = { modelVersion: request.model, responseId };
  if (isBlocked(request) || isBlockedBy(fault)) {
    const promptTokenCount = countTokens(request.contents, request);
    const usageMetadata = shapeUsage({ promptTokenCount, totalTokenCount: promptTokenCount }, fault);
    const blocked = { promptFeedback: promptFeedback(blockReason(fault)), usageMetadata, ...common };
    return { whole: blocked, stream: [blocked] };
  }
  const hop = hopOf(request, init);
  if (takesHops(hop)) {
    const events = shapeStream(hopEvents(hop), hop.fault).map((event) => ({ ...event, ...common }));
    return { whole: joinEvents(events), stream: events };
  }
  const responded = hop.answer;
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

const replacing = ["text", "json", "functionCall", "empty", "thinkingOnly"] as const;

/** What is scripted for a request that continues replaces what follows the checkpoint. */
function hopOf(request: ResponderRequest, init: AnswerInit): HopInit {
  const { fault = {}, start, nextCallId } = init;
  const isReplaced = replacing.some((name) => fault[name] !== undefined);
  const longDecode = fault.longDecode ?? start?.fault.longDecode;
  const first = isReplaced ? { ...fault, ...(longDecode && { longDecode }) } : { ...start?.fault, ...fault };
  const shaped = shapeResponse(respond(request), first, request);
  return {
    ...init,
    request,
    answer: nextCallId ? { ...shaped, parts: withCallIds(shaped.parts, nextCallId) } : shaped,
    fault: first,
    start: start && isReplaced ? { ...start, sent: 0 } : start,
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
