import type { ResponderAnswer } from "../responder/types.ts";
import type { Part } from "../wire/content.ts";
import type { FinishReason, GenerateContentResponse } from "../wire/generate.ts";
import type { ContentFault } from "./fault.ts";

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

/** Applies a fault to the parts and the finish reason of a response. */
export function shapeResponse(answer: ResponderAnswer, fault: ContentFault): ResponderAnswer {
  const finishReason =
    fault.finishReason === undefined
      ? (fault.text ?? fault.empty ?? fault.thinkingOnly) === undefined
        ? answer.finishReason
        : "STOP"
      : ((fault.finishReason ?? undefined) as FinishReason | undefined);
  return { ...answer, parts: parts(answer, fault), finishReason };
}

function parts(answer: ResponderAnswer, fault: ContentFault): readonly Part[] {
  if (fault.empty) return [];
  const thoughts = answer.parts.filter((part) => part.thought);
  if (fault.thinkingOnly) return thoughts.length > 0 ? thoughts : [thought];
  if (fault.text !== undefined) return [...thoughts, { text: fault.text }];
  return withoutParts.includes(fault.finishReason) ? [] : answer.parts;
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
