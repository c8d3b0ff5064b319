import type { Candidate, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";

/** Lists that come in pieces, by the member that holds them. A later piece is added; equal entries stand once. */
const LISTS_IN_PIECES: Readonly<Record<string, readonly string[]>> = {
  citationMetadata: ["citationSources", "citations"],
  urlContextMetadata: ["urlMetadata"],
};

/** Lists with one entry per token: a later piece is added as it is. */
const TOKEN_LISTS: Readonly<Record<string, readonly string[]>> = {
  logprobsResult: ["chosenCandidates", "topCandidates"],
};

/**
 * The members of a candidate, with those of a later event of the same stream over them. The first row that matches decides:
 *
 * | a later member is | then |
 * |---|---|
 * | `null`, `""`, `{}` or `[]` | the earlier one stays |
 * | grounding metadata with `groundingChunks` | it replaces the earlier one, because indices refer to its own chunks |
 * | an object, and so is the earlier one | merged member by member; lists that come in pieces are joined |
 * | anything else | it replaces the earlier one |
 */
export function mergeCandidate(earlier: Candidate, later: Candidate): Candidate {
  return mergeObjects(earlier, later, (name, before, after) => {
    if (name === "groundingMetadata" && isRecord(after) && !isVoid(after.groundingChunks)) return after;
    return mergeValues(name, before, after);
  }) as Candidate;
}

/** Token counts of a stream: a later event replaces the counts that it names, and leaves the others. */
export function mergeUsage(earlier: UsageMetadata, later: UsageMetadata): UsageMetadata {
  return mergeObjects(earlier, later, (_, __, after) => after) as UsageMetadata;
}

/** Values that say that the prompt was not blocked. Vertex AI spells the second differently than the Gemini API. */
const NO_BLOCK: readonly unknown[] = ["BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED"];

/** Feedback on the prompt: a block reason stays, whatever comes later. */
export function mergeFeedback(earlier: PromptFeedback, later: PromptFeedback): PromptFeedback {
  const { blockReason, ...others } = later;
  return mergeObjects(earlier, NO_BLOCK.includes(blockReason) ? others : later, (name, before, after) =>
    name === "blockReason" ? before : after,
  );
}

/**
 * The token counts of two requests for one response. Counts are added, and so are those by modality; of other members,
 * the later one stays. The first prompt is kept.
 */
export function addUsage(earlier: UsageMetadata, later: UsageMetadata): UsageMetadata {
  const initialPromptTokenCount = earlier.initialPromptTokenCount ?? earlier.promptTokenCount;
  return { ...sumOf(earlier, later), ...(initialPromptTokenCount !== undefined && { initialPromptTokenCount }) };
}

/** The token counts of several model calls, added up in the same way. Undefined if there are none. */
export function sumUsage(usages: readonly (UsageMetadata | undefined)[]): UsageMetadata | undefined {
  const known = usages.filter((usage) => usage !== undefined);
  return known.length === 0 ? undefined : known.reduce(sumOf);
}

function sumOf(earlier: UsageMetadata, later: UsageMetadata): UsageMetadata {
  return mergeObjects(earlier, later, (_, before, after) => {
    if (typeof before === "number" && typeof after === "number") return before + after;
    return Array.isArray(before) && Array.isArray(after) ? addCounts([...before, ...after]) : after;
  });
}

function addCounts(counts: readonly unknown[]): unknown[] {
  const byModality = new Map<unknown, Record<string, unknown>>();
  for (const count of counts.filter(isRecord)) {
    const before = byModality.get(count.modality);
    const tokenCount = Number(before?.tokenCount ?? 0) + Number(count.tokenCount ?? 0);
    byModality.set(count.modality, { ...count, tokenCount });
  }
  return [...byModality.values()];
}

function mergeValues(owner: string, before: unknown, after: unknown): unknown {
  if (!isRecord(before) || !isRecord(after)) return after;
  return mergeObjects(before, after, (name, one, other) => {
    if (!Array.isArray(one) || !Array.isArray(other)) return mergeValues(name, one, other);
    if (listIn(TOKEN_LISTS, owner, name)) return [...one, ...other];
    return listIn(LISTS_IN_PIECES, owner, name) ? withoutDuplicates([...one, ...other]) : other;
  });
}

/** `merge` decides about members that both have. Entries instead of assignments: a member named `__proto__` stays a member. */
function mergeObjects(
  earlier: object,
  later: object,
  merge: (name: string, before: unknown, after: unknown) => unknown,
): object {
  const merged = new Map<string, unknown>(Object.entries(earlier));
  for (const [name, after] of Object.entries(later)) {
    const before = merged.get(name);
    if (before === undefined) merged.set(name, after);
    else if (!isVoid(after)) merged.set(name, isVoid(before) ? after : merge(name, before, after));
  }
  return Object.fromEntries(merged);
}

function listIn(lists: Readonly<Record<string, readonly string[]>>, owner: string, name: string): boolean {
  return Object.hasOwn(lists, owner) && lists[owner]?.includes(name) === true;
}

function withoutDuplicates(list: readonly unknown[]): unknown[] {
  const byJson = new Map(list.map((entry) => [jsonInOrder(entry), entry]));
  return [...byJson.values()];
}

/** The same for members in any order. */
function jsonInOrder(entry: unknown): string | undefined {
  return JSON.stringify(isRecord(entry) ? Object.entries(entry).sort() : entry);
}

/** Whether a value says nothing. */
export function isVoid(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
