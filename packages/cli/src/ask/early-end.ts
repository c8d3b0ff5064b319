import type { GenerateContentResponse } from "gemini-ts";
import { OUT_OF_TOKENS } from "../failure/remedies.ts";

/** A line for the user about an answer that Google ended early; undefined if it is complete. */
export function earlyEndNote({ finishReason, truncated }: GenerateContentResponse): string | undefined {
  if (!truncated) return undefined;
  const remedy = OUT_OF_TOKENS.get(finishReason);
  if (remedy) return `The answer was truncated at the token limit. ${remedy}`;
  return `The answer ended early (${finishReason}).`;
}
