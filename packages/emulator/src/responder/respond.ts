import type { Part } from "../wire/content.ts";
import { type Conversation, readConversation } from "./conversation.ts";
import { limitAnswer } from "./limits.ts";
import { SchemaFiller } from "./schema/fill.ts";
import { signParts } from "./signature.ts";
import { answerText } from "./skills/skills.ts";
import { think } from "./thinking.ts";
import { countPartTokens, countTokens } from "./tokens.ts";
import { chooseCalls } from "./tools/choose-calls.ts";
import type { ResponderAnswer, ResponderRequest } from "./types.ts";

/**
 * Answers a request from a script. The same request always gets the same answer: one candidate, whatever
 * `candidateCount` is; `repeatCandidate` makes the others. The fields of the request must have the types of the wire;
 * schemas and function arguments may contain anything.
 */
export function respond(request: ResponderRequest): ResponderAnswer {
  const conversation = readConversation(request);
  const { maxOutputTokens, stopSequences } = request.generationConfig ?? {};
  const limit = maxOutputTokens !== undefined && maxOutputTokens > 0 ? maxOutputTokens : Infinity;
  const thinking = think(conversation, limit);
  const thought = { hasThought: thinking.tokens > 0, includesThoughts: thinking.parts.length > 0 };
  const wanted = signParts(answerParts(conversation), request, thought);
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
  return [{ text: structuredText(conversation) ?? answerText(conversation) }];
}

/** The answer as JSON or as one value of an enum, if the request asks for it. */
function structuredText(conversation: Conversation): string | undefined {
  const { responseMimeType, responseSchema, responseJsonSchema } = conversation.request.generationConfig ?? {};
  const schema = responseJsonSchema ?? responseSchema;
  const fill = (schema: object) => new SchemaFiller(schema, conversation.prompt).fill();
  if (responseMimeType === "text/x.enum") return String(fill(schema ?? {}));
  if (responseMimeType !== "application/json") return undefined;
  return JSON.stringify(schema ? fill(schema) : { answer: answerText(conversation) }, null, 2);
}
