import type { Part } from "../wire/content.ts";
import type { Candidate, FinishReason } from "../wire/generate.ts";
import type { GroundingMetadata } from "../wire/grounding.ts";
import { isRecord } from "../wire/is-record.ts";
import { type EarlierHops, shiftCitations, tokensOfHops, withoutTokens } from "./earlier-hops.ts";
import { joinGrounding } from "./join-grounding.ts";
import { mergeCandidate } from "./merge-members.ts";
import { MergedParts } from "./merged-parts.ts";
import { contentOf, isNamelessCall } from "./part-content.ts";
import { withReadArguments } from "./read-arguments.ts";
import { isFinishReason } from "./read-candidate.ts";
import { placeSegments } from "./text-positions.ts";

/** Finish reasons after which Google can continue a response. */
const CONTINUABLE: readonly unknown[] = ["CONTINUATION", "MAX_TOKENS"];

/** What an event added to a candidate. */
interface Came {
  /** The number of parts, empty ones included. */
  readonly parts: number;
  /** Whether a reader can see any of them. */
  readonly hasContent: boolean;
}

/** What was received of a candidate so far. */
export class GrowingCandidate {
  readonly content = new MergedParts();
  /** Whether it has an answer: thoughts and signatures are none. */
  hasAnswer = false;
  /** Whether a whole function call without a name came. */
  hasNamelessCall = false;
  /** Whether the last thing that came was its end: content after a finish reason takes the end back. */
  ended = false;
  /** Without index, content and finish reason. */
  #members: Candidate = {};
  #finishReason: FinishReason | undefined;
  #isNew = true;
  /** Undefined in the first hop. */
  #earlier: EarlierHops | undefined;

  /** Why it ended; undefined until it has. */
  get finishReason(): FinishReason | undefined {
    return this.#finishReason;
  }

  /** Adds what an event has of it. `streamed`: whether its parts are merged. */
  add(candidate: Candidate, streamed: boolean): Came {
    const { index: _, content: said, continuationToken, finishReason, ...others } = candidate;
    const members = this.#earlier ? shiftCitations(others, this.#earlier.textBytes) : others;
    this.#members = this.#isNew ? members : mergeCandidate(this.#members, members);
    this.#isNew = false;
    // The event with the finish reason may have no token, so the last token is kept.
    if (isToken(continuationToken)) this.#members.continuationToken = continuationToken;
    const came: readonly unknown[] = Array.isArray(said?.parts) ? said.parts : [];
    let hasContent = false;
    for (const one of came) {
      if (!isPart(one)) continue;
      const part = withReadArguments(one);
      // The last piece of a call may be an empty object.
      this.hasNamelessCall ||= !this.content.hasOpenCall && isNamelessCall(part);
      if (streamed) this.content.add(part);
      else this.content.addWhole(part);
      const content = contentOf(part);
      if (content === "none") continue;
      hasContent = true;
      this.ended = false;
      this.hasAnswer ||= content === "answer";
    }
    this.end(finishReason);
    return { parts: came.length, hasContent };
  }

  /** Ends it, if this is a finish reason. */
  end(finishReason: FinishReason | undefined): void {
    if (!isFinishReason(finishReason)) return;
    this.#finishReason = finishReason;
    this.ended = true;
    if (!CONTINUABLE.includes(finishReason)) delete this.#members.continuationToken;
  }

  /** Takes its end back: another hop continues it. */
  beginHop(): void {
    const { finishMessage: _, groundingMetadata: __, ...members } = withoutTokens(this.#members);
    this.#earlier = {
      grounding: this.#grounding,
      parts: this.content.came,
      textBytes: this.content.textBytes,
      ...tokensOfHops(this.#earlier, this.#members),
    };
    this.#members = members;
    this.#finishReason = undefined;
    this.ended = false;
  }

  /** A copy of it, parts merged. */
  toCandidate(index: number): Candidate {
    const parts = this.content.copy();
    const grounding = this.#grounding;
    const isMoved = this.content.isMerged && grounding;
    const finishReason = this.#finishReason;
    return {
      content: { role: "model", parts },
      ...(finishReason !== undefined && { finishReason }),
      index,
      ...(this.#earlier
        ? { ...withoutTokens(this.#members), ...tokensOfHops(this.#earlier, this.#members) }
        : this.#members),
      ...(grounding && { groundingMetadata: grounding }),
      ...(isMoved && { groundingMetadata: placeSegments(grounding, parts, this.content.pieces()) }),
    };
  }

  /** The grounding of all hops. */
  get #grounding(): GroundingMetadata | undefined {
    const { groundingMetadata: later } = this.#members;
    const { grounding: earlier, parts = 0 } = this.#earlier ?? {};
    return earlier && later ? joinGrounding(earlier, later, parts) : (later ?? earlier);
  }
}

/** Whether a value is a token of Google's. */
export function isToken(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isPart(value: unknown): value is Part {
  return isRecord(value) && Object.keys(value).length > 0;
}
