import type { Candidate, GenerateContentPayload } from "../wire/generate.ts";

/** The candidates of a reply or event. What came over the network is not always what its type says. */
export function candidatesIn(payload: GenerateContentPayload): readonly Candidate[] {
  const { candidates } = payload;
  if (!Array.isArray(candidates)) return [];
  return candidates.every(isObject) ? candidates : candidates.filter(isObject);
}

/** Which candidate this is; 0 where the index is missing or none. */
export function indexOf({ index }: Candidate): number {
  return Number.isSafeInteger(index) && Number(index) >= 0 ? Number(index) : 0;
}

function isObject(value: unknown): value is Candidate {
  return typeof value === "object" && value !== null;
}
