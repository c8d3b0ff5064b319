import type { Candidate } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import { listOf } from "../wire/list-of.ts";
import type { OpenString } from "../wire/open-string.ts";
import { isIndex, type Passage, TextPositions } from "./text-positions.ts";

/** A passage of a response's text and the sources that it rests on. */
export interface Citation {
  /** The passage: `response.text.slice(start, end)`. */
  readonly text: string;
  /** Its start in `response.text`, in UTF-16 code units, as JavaScript counts them. */
  readonly start: number;
  /** Its end, exclusive. */
  readonly end: number;
  /** At least one. */
  readonly sources: readonly CitedSource[];
}

/** A source of a {@link Citation}. */
export interface CitedSource {
  /**
   * What it is: a page on the web, a place on Google Maps, a passage of your own data, or (`"citation"`) a text that the
   * response repeats word by word. Google may add kinds.
   */
  readonly kind: OpenString<"web" | "maps" | "retrievedContext" | "citation">;
  /** Its address, if Google sent one. Addresses of web pages lead through Google and expire. */
  readonly uri?: string;
  /** Its title, if Google sent one. */
  readonly title?: string;
  /** The licence of a repeated text. */
  readonly license?: string;
  /** How sure Google is that the source supports the passage, 0 to 1. Not sent by Gemini 2.5 and later. */
  readonly confidence?: number;
}

/** The citations of a candidate, in the order of its text. Whatever Google's metadata has, it does not throw. */
export function citationsOf(candidate: Candidate | undefined): readonly Citation[] {
  const positions = new TextPositions(candidate?.content?.parts ?? []);
  const cited = [...grounded(candidate, positions), ...repeated(candidate, positions)];
  return cited.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** Passages that rest on what Google's tools found. */
function grounded(candidate: Candidate | undefined, positions: TextPositions): readonly Citation[] {
  const { groundingChunks, groundingSupports } = candidate?.groundingMetadata ?? {};
  const sources = listOf(groundingChunks).map(sourceOfChunk);
  return listOf(groundingSupports).flatMap((support) => {
    const passage = isRecord(support) ? positions.find(support.segment) : undefined;
    if (!passage || !isRecord(support)) return [];
    const confidences = listOf(support.confidenceScores);
    const found = listOf(support.groundingChunkIndices).flatMap((index, at) => {
      const source = isIndex(index) ? sources[index] : undefined;
      const confidence = confidences[at];
      return source ? [typeof confidence === "number" ? { ...source, confidence } : source] : [];
    });
    return citation(positions, passage, found);
  });
}

/** Passages that the response repeats from elsewhere. */
function repeated(candidate: Candidate | undefined, positions: TextPositions): readonly Citation[] {
  const { citations, citationSources } = candidate?.citationMetadata ?? {};
  return [...listOf(citations), ...listOf(citationSources)].flatMap((source) => {
    if (!isRecord(source)) return [];
    const { startIndex = 0, endIndex } = source;
    const passage = isIndex(startIndex) && isIndex(endIndex) ? positions.inBytes(startIndex, endIndex) : undefined;
    return passage ? citation(positions, passage, [sourceOf("citation", source)]) : [];
  });
}

function citation(positions: TextPositions, passage: Passage, sources: readonly CitedSource[]): readonly Citation[] {
  if (sources.length === 0) return [];
  return [{ text: positions.text.slice(passage.start, passage.end), ...passage, sources }];
}

/** A chunk has one member, whose name is its kind. */
function sourceOfChunk(chunk: unknown): CitedSource | undefined {
  const [found] = isRecord(chunk) ? Object.entries(chunk).filter(([, value]) => isRecord(value)) : [];
  return found && sourceOf(...found);
}

function sourceOf(kind: string, value: unknown): CitedSource {
  const { uri, title, license }: Record<string, unknown> = isRecord(value) ? value : {};
  return {
    kind,
    ...(typeof uri === "string" && { uri }),
    ...(typeof title === "string" && { title }),
    ...(typeof license === "string" && license !== "" && { license }),
  };
}
