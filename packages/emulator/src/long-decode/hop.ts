import type { ContentFault } from "../faults/fault.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import { splitIntoChunks } from "../responder/chunks.ts";
import { countPartTokens } from "../responder/tokens.ts";
import type { ResponderAnswer, ResponderRequest } from "../responder/types.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentResponse, UsageMetadata } from "../wire/generate.ts";
import type { Continuation, Continuations } from "./continuations.ts";
import { hopLimit } from "./limits.ts";
import type { LongDecode } from "./long-decode.ts";

/** Tokens between two checkpoints of a response that is not scripted. */
const checkpointTokens = 16_384;

/** Tokens that a hop of 0 events spends on thinking. */
const hiddenThoughts = 7;

/** A hop to send. */
export interface HopInit {
  readonly request: ResponderRequest;
  readonly model: EmulatedModel;
  /** The whole answer. */
  readonly answer: ResponderAnswer;
  /** What was scripted for the first hop. */
  readonly fault: ContentFault;
  /** Where it begins; undefined for the first hop. */
  readonly start: Continuation | undefined;
  readonly isStreamed: boolean;
  readonly continuations: Continuations;
}

/** Whether a response has to be sent by hops. */
export function takesHops({
  request,
  model,
  answer,
  fault,
  start,
  isStreamed,
}: Omit<HopInit, "continuations">): boolean {
  if (start || fault.longDecode) return true;
  if (!model.rules.longDecode || (request.generationConfig?.candidateCount ?? 1) > 1) return false;
  if (answer.finishReason === "MAX_TOKENS") return true;
  const { candidatesTokenCount = 0, thoughtsTokenCount = 0 } = answer.usageMetadata;
  return candidatesTokenCount + thoughtsTokenCount > (isStreamed ? checkpointTokens : hopLimit(model, false));
}

/** The events of one hop. */
export function hopEvents(init: HopInit): readonly GenerateContentResponse[] {
  const { request, answer, fault, start, continuations } = init;
  const hop = start?.hop ?? 0;
  const left = withoutSent(splitIntoChunks(answer).flat(), start?.sent ?? 0);
  const plan = fault.longDecode ? scripted(fault.longDecode, hop) : byTokens(left, init);
  const parts = left.slice(0, plan.length);
  const isWhole = left.length === parts.length && (plan.length > 0 || left.length === 0);
  const counts = new Counts(answer, start);
  const token = (isSpent = false) => {
    const { sent, sentTokens } = counts;
    return { continuationToken: continuations.issue(request, { fault, hop: hop + 1, sent, sentTokens, isSpent }) };
  };
  const end = () => {
    if (!isWhole) return { finishReason: "CONTINUATION" as const, ...(plan.tokenAtEnd && token()) };
    const { finishReason } = answer;
    return { ...(finishReason && { finishReason }), ...(finishReason === "MAX_TOKENS" && token(true)) };
  };
  if (parts.length === 0) {
    if (!isWhole) counts.addHidden(hiddenThoughts);
    return [eventOf([], end(), counts.usage())];
  }
  return parts.map((part, index) => {
    counts.add(part);
    if (index === parts.length - 1) return eventOf([part], end(), counts.usage());
    return plan.isCheckpoint(index)
      ? eventOf([part], token(), counts.usage())
      : eventOf([part], {}, counts.promptOnly());
  });
}

function eventOf(
  parts: readonly Part[],
  members: Pick<Candidate, "finishReason" | "continuationToken">,
  usageMetadata: UsageMetadata,
): GenerateContentResponse {
  const content = { role: "model", ...(parts.length > 0 && { parts }) };
  return { candidates: [{ content, ...members, index: 0 }], usageMetadata };
}

/** The events of a hop as one response. */
export function joinEvents(events: readonly GenerateContentResponse[]): GenerateContentResponse {
  const last = events.at(-1) ?? {};
  const parts = joinParts(events.flatMap((event) => event.candidates?.[0]?.content?.parts ?? []));
  const content = parts.length === 0 ? { role: "model" } : { role: "model", parts };
  return { ...last, candidates: (last.candidates ?? []).map((candidate) => ({ ...candidate, content })) };
}

/** Joins pieces of one text. */
export function joinParts(pieces: readonly Part[]): readonly Part[] {
  const parts: Part[] = [];
  for (const part of pieces) {
    const before = parts.at(-1);
    const isPlain = part.text !== undefined && part.thoughtSignature === undefined && part.thought === before?.thought;
    if (before?.text !== undefined && isPlain) parts[parts.length - 1] = { ...before, text: before.text + part.text };
    else parts.push(part);
  }
  return parts;
}

interface Plan {
  /** Events with content. */
  readonly length: number;
  readonly tokenAtEnd: boolean;
  readonly isCheckpoint: (index: number) => boolean;
}

function scripted({ hopEvents: sizes, checkpointEvery = Infinity, tokenAtEnd = true }: LongDecode, hop: number): Plan {
  const list = [sizes].flat();
  const length = list[Math.min(hop, list.length - 1)] ?? 0;
  // Without a token, a hop without content would be retried forever.
  return {
    length,
    tokenAtEnd: tokenAtEnd || length === 0,
    isCheckpoint: (index) => (index + 1) % checkpointEvery === 0,
  };
}

function byTokens(parts: readonly Part[], { model, isStreamed }: HopInit): Plan {
  const limit = hopLimit(model, isStreamed);
  const ends: number[] = [];
  let tokens = 0;
  for (const part of parts) {
    tokens += countPartTokens([part]);
    if (tokens > limit) break;
    ends.push(tokens);
  }
  const isCheckpoint = (index: number) =>
    Math.floor((ends[index] ?? 0) / checkpointTokens) > Math.floor((ends[index - 1] ?? 0) / checkpointTokens);
  return { length: Math.max(1, ends.length), tokenAtEnd: true, isCheckpoint };
}

/** What is left of an answer after what was sent. */
function withoutSent(parts: readonly Part[], sent: number): readonly Part[] {
  let left = sent;
  return parts.flatMap((part) => {
    const size = sizeOf(part);
    const cut = Math.min(left, size);
    left -= cut;
    if (cut === 0) return [part];
    return cut === size || part.text === undefined ? [] : [{ ...part, text: part.text.slice(cut) }];
  });
}

function sizeOf(part: Part): number {
  return part.text?.length ?? 1;
}

/** The token counts of a hop while it is sent. Its prompt includes what was sent before it. */
class Counts {
  sent: number;
  sentTokens: number;
  readonly #prompt: number;
  #said = 0;
  #thought = 0;

  constructor({ usageMetadata, parts }: ResponderAnswer, start: Continuation | undefined) {
    this.sent = start?.sent ?? 0;
    this.sentTokens = start?.sentTokens ?? 0;
    this.#prompt = usageMetadata.promptTokenCount + this.sentTokens;
    // Hidden thinking is counted in the first hop.
    const told = countPartTokens(parts.filter((part) => part.thought));
    if (!start) this.addHidden((usageMetadata.thoughtsTokenCount ?? told) - told);
  }

  add(part: Part): void {
    const tokens = countPartTokens([part]);
    this.sent += sizeOf(part);
    this.sentTokens += tokens;
    if (part.thought) this.#thought += tokens;
    else this.#said += tokens;
  }

  addHidden(tokens: number): void {
    this.#thought += tokens;
    this.sentTokens += tokens;
  }

  usage(): UsageMetadata {
    return {
      promptTokenCount: this.#prompt,
      candidatesTokenCount: this.#said,
      ...(this.#thought > 0 ? { thoughtsTokenCount: this.#thought } : {}),
      totalTokenCount: this.#prompt + this.#said + this.#thought,
    };
  }

  promptOnly(): UsageMetadata {
    return { promptTokenCount: this.#prompt, totalTokenCount: this.#prompt };
  }
}
