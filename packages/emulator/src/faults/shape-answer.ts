import { signParts } from "../responder/signature.ts";
import { countPartTokens } from "../responder/tokens.ts";
import type { ResponderAnswer, ResponderRequest } from "../responder/types.ts";
import type { FunctionCall, Part } from "../wire/content.ts";
import type { FinishReason, GenerateContentResponse, UsageMetadata } from "../wire/generate.ts";
import type { ContentFault } from "./fault.ts";
import { type JsonFaultName, spoilJson } from "./spoil-json.ts";

const thought: Part = { text: "**Thinking**\n\nI think, and come to no answer.\n\n", thought: true };

// Google usually sends no parts with these.
const withoutParts: readonly unknown[] = ["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"];

/** Whether a fault blocks the prompt. */
export function isBlockedBy({ blocked = false }: ContentFault): boolean {
  return blocked !== false;
}

/** The reason why a prompt is blocked. */
export function blockReason({ blocked }: ContentFault): string {
  return typeof blocked === "string" ? blocked : "SAFETY";
}

/** Applies a fault to the parts, the finish reason and the token counts of a response. */
export function shapeResponse(
  answer: ResponderAnswer,
  fault: ContentFault,
  request: ResponderRequest,
): ResponderAnswer {
  const shaped = shapeParts(answer, fault, request);
  const { jsonFault } = fault;
  const parts = jsonFault === undefined ? shaped : shaped.map((part) => spoilPart(part, jsonFault));
  return { parts, finishReason: finishReason(answer, fault), usageMetadata: recount(answer, parts, fault) };
}

/** Replaces token counts of a response by those of a fault. */
export function shapeUsage(usage: UsageMetadata, { usage: given }: ContentFault): UsageMetadata {
  if (given === undefined) return usage;
  const merged = { ...usage, ...given };
  const { promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0, toolUsePromptTokenCount = 0 } = merged;
  const sum = promptTokenCount + candidatesTokenCount + thoughtsTokenCount + toolUsePromptTokenCount;
  return { ...merged, totalTokenCount: given.totalTokenCount ?? sum };
}

function finishReason(answer: ResponderAnswer, fault: ContentFault): FinishReason | undefined {
  if (fault.finishReason !== undefined) return (fault.finishReason ?? undefined) as FinishReason | undefined;
  if (fault.jsonFault === "truncated") return "MAX_TOKENS";
  const isReplaced = fault.empty || fault.thinkingOnly || scriptedParts(fault).length > 0;
  return isReplaced ? "STOP" : answer.finishReason;
}

function shapeParts(answer: ResponderAnswer, fault: ContentFault, request: ResponderRequest): readonly Part[] {
  if (fault.empty) return [];
  const own = answer.parts.filter((part) => part.thought);
  const thoughts = fault.thinking === undefined ? own : [{ text: fault.thinking, thought: true }];
  if (fault.thinkingOnly) return thoughts.length > 0 ? thoughts : [thought];
  const scripted = scriptedParts(fault);
  if (scripted.length === 0) {
    if (withoutParts.includes(fault.finishReason)) return [];
    return fault.thinking === undefined ? answer.parts : [...thoughts, ...answer.parts.filter((part) => !part.thought)];
  }
  const includesThoughts = thoughts.length > 0;
  const hasThought = includesThoughts || (answer.usageMetadata.thoughtsTokenCount ?? 0) > 0;
  return [...thoughts, ...signParts(scripted, request, { hasThought, includesThoughts })];
}

function spoilPart(part: Part, fault: JsonFaultName): Part {
  return part.text === undefined || part.thought ? part : { ...part, text: spoilJson(part.text, fault) };
}

/** The text and the function calls of a fault; none if it has neither. */
function scriptedParts({ text, json, functionCall = [] }: ContentFault): readonly Part[] {
  const written = json === undefined ? text : JSON.stringify(json, null, 2);
  const calls: readonly FunctionCall[] = [functionCall].flat();
  return [...(written === undefined ? [] : [{ text: written }]), ...calls.map((call) => ({ functionCall: call }))];
}

/** Counts the tokens of the parts that a fault replaced. Thoughts that are not included keep their count. */
function recount(answer: ResponderAnswer, parts: readonly Part[], { thinking }: ContentFault): UsageMetadata {
  const { usageMetadata } = answer;
  if (parts === answer.parts) return usageMetadata;
  const candidatesTokenCount = countPartTokens(parts.filter((part) => !part.thought));
  const included = countPartTokens(parts.filter((part) => part.thought));
  const thoughtsTokenCount = thinking === undefined ? (usageMetadata.thoughtsTokenCount ?? included) : included;
  const { promptTokenCount } = usageMetadata;
  return {
    ...usageMetadata,
    candidatesTokenCount,
    ...(thoughtsTokenCount > 0 ? { thoughtsTokenCount } : {}),
    totalTokenCount: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
  };
}

/** Applies a fault to the values of a stream. */
export function shapeStream(
  values: readonly GenerateContentResponse[],
  fault: ContentFault,
): readonly GenerateContentResponse[] {
  const parted = fault.lastFrameWithoutParts ? withOwnEnd(values) : values;
  return fault.usageInLastFrameOnly ? usageAtTheEnd(parted) : parted;
}

function withOwnEnd(values: readonly GenerateContentResponse[]): readonly GenerateContentResponse[] {
  const last = values.at(-1);
  if (last === undefined) return values;
  const candidates = last.candidates ?? [];
  const content = { candidates: candidates.map(({ finishReason: _, ...candidate }) => candidate) };
  const end = { ...last, candidates: candidates.map(({ content: _, ...candidate }) => candidate) };
  return [...values.slice(0, -1), content, end];
}

function usageAtTheEnd(values: readonly GenerateContentResponse[]): readonly GenerateContentResponse[] {
  return values.map((value, index) => {
    if (index === values.length - 1) return value;
    const { usageMetadata: _, ...others } = value;
    return others;
  });
}
