import type { Candidate, GenerateContentPayload } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";

/** The candidates of a reply or event. What came over the network is not always what its type says. */
export function candidatesIn(payload: GenerateContentPayload): readonly Candidate[] {
  const { candidates } = payload;
  if (!Array.isArray(candidates)) return [];
  return candidates.every(isCandidate) ? candidates : candidates.filter(isCandidate);
}

/** Which candidate this is; 0 where the index is missing or none. */
export function indexOf({ index }: Candidate): number {
  return Number.isSafeInteger(index) && Number(index) >= 0 ? Number(index) : 0;
}

function isCandidate(value: unknown): value is Candidate {
  return isRecord(value);
}
