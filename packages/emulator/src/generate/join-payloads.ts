import { joinParts } from "../long-decode/hop.ts";
import type { Candidate, GenerateContentResponse } from "../wire/generate.ts";

/** Scripted payloads of a stream as the one response of a call that is not streamed: later members replace earlier ones. */
export function joinPayloads(events: readonly GenerateContentResponse[]): GenerateContentResponse {
  const [first = {}, ...others] = events;
  if (others.length === 0) return first;
  const candidates = new Map<number, Candidate[]>();
  for (const candidate of events.flatMap((event) => event.candidates ?? [])) {
    const index = candidate.index ?? 0;
    candidates.set(index, [...(candidates.get(index) ?? []), candidate]);
  }
  const joined = [...candidates.values()].map(joinCandidate);
  return { ...Object.assign({}, ...events), ...(joined.length > 0 && { candidates: joined }) };
}

function joinCandidate(pieces: readonly Candidate[]): Candidate {
  const joined = Object.assign({}, ...pieces);
  const contents = pieces.flatMap(({ content }) => content ?? []);
  if (contents.length === 0) return joined;
  const parts = joinParts(contents.flatMap((content) => content.parts ?? []));
  return { ...joined, content: { ...Object.assign({}, ...contents), ...(parts.length > 0 && { parts }) } };
}
