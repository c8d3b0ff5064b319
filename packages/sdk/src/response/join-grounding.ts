import type { GroundingMetadata } from "../wire/grounding.ts";
import { isRecord } from "../wire/is-record.ts";
import { listOf } from "../wire/list-of.ts";

/**
 * The grounding of a hop after that of the hops before it. Each hop counts its parts and its sources from 0; `parts` is how
 * many came before it.
 */
export function joinGrounding(earlier: GroundingMetadata, later: GroundingMetadata, parts: number): GroundingMetadata {
  const sources = listOf(earlier.groundingChunks).length;
  const shifted = listOf(later.groundingSupports).map((support) => shiftSupport(support, parts, sources));
  const joined = {
    groundingChunks: [...listOf(earlier.groundingChunks), ...listOf(later.groundingChunks)],
    groundingSupports: [...listOf(earlier.groundingSupports), ...shifted],
    webSearchQueries: [...new Set([...listOf(earlier.webSearchQueries), ...listOf(later.webSearchQueries)])],
  };
  const present = Object.entries(joined).filter(([, list]) => list.length > 0);
  return { ...earlier, ...later, ...Object.fromEntries(present) };
}

function shiftSupport(support: unknown, parts: number, sources: number): unknown {
  if (!isRecord(support)) return support;
  const { segment, groundingChunkIndices } = support;
  return {
    ...support,
    ...(isRecord(segment) && { segment: { ...segment, partIndex: Number(segment.partIndex ?? 0) + parts } }),
    ...(Array.isArray(groundingChunkIndices) && {
      groundingChunkIndices: groundingChunkIndices.map((index) => Number(index) + sources),
    }),
  };
}
