import type { FunctionCall, Part } from "../wire/content.ts";
import type { Candidate, FinishReason } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import type { ShownCandidate } from "./shown-candidate.ts";

// These functions accept values from the network that do not match the types.

/** The index of a candidate; 0 if it is missing or invalid. */
export function indexOf({ index }: Candidate): number {
  return Number.isSafeInteger(index) && Number(index) >= 0 ? Number(index) : 0;
}

/** The candidate that readers see; without content, the one with the lowest index. */
export function shownOf(candidates: readonly Candidate[], { index }: ShownCandidate): Candidate | undefined {
  const wanted = index ?? Math.min(...candidates.map(indexOf));
  return candidates.find((candidate) => indexOf(candidate) === wanted);
}

/** Values that some services send while a candidate goes on. */
const NO_FINISH_REASONS: readonly unknown[] = [undefined, null, "", "FINISH_REASON_UNSPECIFIED"];

/** Whether this value of `finishReason` says that the candidate has ended. */
export function isFinishReason(finishReason: FinishReason | undefined): finishReason is FinishReason {
  return !NO_FINISH_REASONS.includes(finishReason);
}

/** The text of all parts that are thoughts, or of all that are not. */
export function textOf(parts: readonly Part[] | null | undefined, thought: boolean): string {
  let text = "";
  for (const part of Array.isArray(parts) ? parts : []) {
    if (typeof part?.text === "string" && (part.thought === true) === thought) text += part.text;
  }
  return text;
}

/** The function calls among the parts, in order. */
export function functionCallsOf(parts: readonly Part[] | null | undefined): readonly FunctionCall[] {
  return (Array.isArray(parts) ? parts : []).flatMap((part) =>
    isRecord(part?.functionCall) ? [part.functionCall] : [],
  );
}
