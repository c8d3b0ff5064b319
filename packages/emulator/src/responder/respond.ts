import type { Part } from "../wire/content.ts";
import { type Conversation, readConversation } from "./conversation.ts";
import { countPartTokens, countTokens } from "./count-tokens.ts";
import { limitAnswer } from "./limits.ts";
import { signatureFor } from "./signature.ts";
import { answerText } from "./skills.ts";
import { structuredText } from "./structured.ts";
import { applyStyle } from "./style.ts";
import { think } from "./thinking.ts";
import { chooseCalls } from "./tools/choose-calls.ts";
import type { ResponderAnswer, ResponderRequest } from "./types.ts";

export type { ResponderAnswer, ResponderRequest } from "./types.ts";

/**
 * Answers a request from a script. The same request always gives the same answer, one candidate whatever
 * `candidateCount` says; `repeatCandidate` makes the others. Takes a request whose fields have the types of the wire;
 * what stands inside schemas and function arguments may be anything.
 */
export function respond(request: ResponderRequest): ResponderAnswer {
  const conversation = readConversation(request);
  const { maxOutputTokens, stopSequences } = request.generationConfig ?? {};
  const limit = maxOutputTokens !== undefined && maxOutputTokens > 0 ? maxOutputTokens : Infinity;
  const thinking = think(conversation, limit);
  const wanted = withSignature(answerParts(conversation), request, thinking.tokens > 0, thinking.parts.length > 0);
  const answer = limitAnswer(wanted, limit - thinking.tokens, stopSequences ?? []);
  const promptTokenCount = countTokens(request.contents, request);
  const candidatesTokenCount = countPartTokens(answer.parts);
  return {
    parts: [...thinking.parts, ...answer.parts],
    finishReason: answer.finishReason,
    usageMetadata: {
      promptTokenCount,
      candidatesTokenCount,
      ...(thinking.tokens > 0 ? { thoughtsTokenCount: thinking.tokens } : {}),
      totalTokenCount: promptTokenCount + candidatesTokenCount + thinking.tokens,
    },
  };
}

function answerParts(conversation: Conversation): readonly Part[] {
  const calls = chooseCalls(conversation);
  if (calls.length > 0) return calls.map((functionCall) => ({ functionCall }));
  return [{ text: structuredText(conversation) ?? applyStyle(answerText(conversation), conversation) }];
}

/** Google signs the first part after thinking: a call always, a text where the thoughts are shown. */
function withSignature(
  parts: readonly Part[],
  request: ResponderRequest,
  hasThought: boolean,
  showsThoughts: boolean,
): readonly Part[] {
  const [first, ...others] = parts;
  if (!first || !hasThought || !(showsThoughts || first.functionCall)) return parts;
  return [{ ...first, thoughtSignature: signatureFor(request) }, ...others];
}
