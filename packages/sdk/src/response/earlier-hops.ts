import type { Candidate } from "../wire/generate.ts";
import type { GroundingMetadata } from "../wire/grounding.ts";
import { isRecord } from "../wire/is-record.ts";

/** What the earlier hops of a candidate had. */
export interface EarlierHops extends Tokens {
  readonly grounding: GroundingMetadata | undefined;
  /** The number of parts. */
  readonly parts: number;
  /** The length of the text without thoughts, in bytes of UTF-8. */
  readonly textBytes: number;
}

type Tokens = Pick<Candidate, "tokenCount" | "avgLogprobs">;

/** The members of a candidate, whose citations count bytes within their own hop. `bytes`: the length of the text before it. */
export function shiftCitations(members: Candidate, bytes: number): Candidate {
  const { citationMetadata } = members;
  if (!isRecord(citationMetadata)) return members;
  const shifted = Object.entries(citationMetadata).map(([name, list]) => [
    name,
    Array.isArray(list) ? list.map((one) => shiftCitation(one, bytes)) : list,
  ]);
  return { ...members, citationMetadata: Object.fromEntries(shifted) };
}

/** A position that is 0 can be left out. */
function shiftCitation(citation: unknown, bytes: number): unknown {
  if (!isRecord(citation) || typeof citation.endIndex !== "number") return citation;
  const { startIndex, endIndex } = citation;
  return {
    ...citation,
    startIndex: bytes + (typeof startIndex === "number" ? startIndex : 0),
    endIndex: bytes + endIndex,
  };
}

/** The number of tokens of all hops, and their average log probability, if every hop has them. */
export function tokensOfHops(earlier: Tokens | undefined, later: Tokens): Tokens {
  const { tokenCount: before, avgLogprobs: averageBefore } = earlier ?? NONE;
  const { tokenCount: after, avgLogprobs: averageAfter } = later;
  if (!isNumber(before) || !isNumber(after)) return {};
  const tokenCount = before + after;
  if (!isNumber(averageBefore) || !isNumber(averageAfter) || tokenCount === 0) return { tokenCount };
  return { tokenCount, avgLogprobs: (averageBefore * before + averageAfter * after) / tokenCount };
}

/** The members of a candidate without those that {@link tokensOfHops} gives. */
export function withoutTokens({ tokenCount: _, avgLogprobs: __, ...others }: Candidate): Candidate {
  return others;
}

const NONE: Tokens = { tokenCount: 0, avgLogprobs: 0 };

/** A value from the network can have any type. */
function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
