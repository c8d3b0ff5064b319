import type { Candidate } from "../wire/generate.ts";
import { indexOf } from "./read-candidate.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** What a chunk is as JSON. Members that the chunk does not have are undefined, which JSON leaves out. */
export function chunkToJson(chunk: StreamChunk): unknown {
  if ("toJSON" in chunk) return chunk;
  const { type, textDelta, thinkingDelta, finishReason, usageMetadata, candidates } = chunk;
  return {
    type,
    textDelta,
    thinkingDelta: thinkingDelta === "" ? undefined : thinkingDelta,
    finishReason,
    usageMetadata,
    candidates: candidates.every(isText) ? undefined : candidates,
  };
}

/** Whether `textDelta`, `thinkingDelta` and `finishReason` say all that a candidate says. */
function isText(candidate: Candidate): boolean {
  const { content, finishReason: _, index: __, ...others } = candidate;
  const parts = content?.parts ?? [];
  const isPlain = ({ text, thought: ___, ...rest }: object & { text?: unknown; thought?: unknown }) =>
    typeof text === "string" && Object.keys(rest).length === 0;
  return indexOf(candidate) === 0 && Object.keys(others).length === 0 && Array.isArray(parts) && parts.every(isPlain);
}
