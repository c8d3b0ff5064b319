import { textChanged } from "../errors/connection-errors.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate } from "../wire/generate.ts";
import { stringifyExactly } from "../wire/large-integers.ts";
import type { Accumulator } from "./accumulator.ts";
import type { ChunkBuffer } from "./chunk-buffer.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { Overlap } from "./overlap.ts";
import { contentOf } from "./part-content.ts";
import type { StreamedAttempt } from "./seen-chunks.ts";
import { StreamChunkClass } from "./stream-chunk.ts";

/** How the events of a response are read. */
export interface EventFormat {
  readonly decode: Decode;
  /** Whether the payload is in a member `response`, which `decode` unwraps. */
  readonly hasEnvelope: boolean;
}

/** The reader of a stream. */
export interface ContinuedStream {
  readonly chunks: ChunkBuffer;
  /** Whether the response may begin again with a restart chunk. */
  readonly mayRestart: boolean;
  readonly model: StreamedAttempt["model"];
}

/**
 * A response that takes several hops, each an HTTP response that continues at a checkpoint of the one before.
 *
 * A checkpoint can be earlier than the end of what was received: the connection broke after it, or the hop ended without a
 * token of its own. Google generates what follows it again, and the reader of a stream may have got that already:
 *
 * | what comes again | the response has | the reader gets |
 * |---|---|---|
 * | begins with what the reader has got | what came again | the rest of it |
 * | differs, and the stream may restart | what came again | a restart chunk, then the whole response so far |
 * | differs, and it may not restart | | the error `stream_interrupted` |
 */
export class ContinuedResponse {
  readonly #format: EventFormat;
  readonly #stream: ContinuedStream | undefined;
  /** Whether the hop that ends with `CONTINUATION` is followed by another. */
  readonly #isContinued: () => boolean;
  #received: Accumulator;
  /** The same object as `#received` until an overlap makes a difference. */
  #shown: Accumulator;
  #overlap = new Overlap();
  /** Whether the current hop has content. */
  hopHasContent: boolean;

  /** `received`: the first hop. `stream`: undefined if the caller reads only the whole response. */
  constructor(
    received: Accumulator,
    format: EventFormat,
    stream: ContinuedStream | undefined,
    isContinued: () => boolean,
  ) {
    // The text on both sides of a seam is one text.
    this.#received = received.streamed ? received : received.first(received.length, format.decode);
    this.#shown = this.#received;
    this.hopHasContent = received.hasContent;
    this.#format = format;
    this.#stream = stream;
    this.#isContinued = isContinued;
  }

  /** What was received, without what came after a checkpoint from which the response continues. */
  get received(): Accumulator {
    return this.#received;
  }

  /** What the reader has got or will get from the buffer: the `partial` of an error. */
  get shown(): Accumulator {
    return this.#shown;
  }

  /** Returns to the newest checkpoint. */
  rollBack(): void {
    const to = this.#received.checkpoint?.events ?? 0;
    if (to === this.#received.length) return;
    if (this.#stream) {
      const overlap = new Overlap();
      for (const event of this.#received.events(this.#format.decode, to)) overlap.add(partsOf(event));
      overlap.addRest(this.#overlap);
      this.#overlap = overlap;
    }
    this.#received = this.#received.first(to, this.#format.decode);
    if (!this.#stream) this.#shown = this.#received;
  }

  /** The response of the next hop has begun. */
  beginHop(http: HttpInfoSource): void {
    this.hopHasContent = false;
    this.#received.beginHop(http);
    if (this.#shown !== this.#received) this.#shown.beginHop(http);
  }

  /** Adds an event of the current hop, and gives its reader what is new in it. */
  add(event: GenerateContentEvent): void {
    this.#received.add(event);
    this.hopHasContent ||= event.plain
      ? event.plain.text !== ""
      : partsOf(event).some((part) => contentOf(part) !== "none");
    if (!this.#stream) return;
    if (this.#overlap.isOver) this.#show(event);
    else {
      const rest = this.#cut(event);
      if (rest) this.#show(rest);
      else this.#restart(this.#stream);
    }
  }

  /** The response is complete. Fails or restarts if the reader has got more than came again. */
  end(): void {
    if (this.#stream && !this.#overlap.isOver) this.#restart(this.#stream);
  }

  #show(event: GenerateContentEvent): void {
    if (this.#shown !== this.#received) this.#shown.add(event);
    this.#stream?.chunks.push(this.#chunkOf(event, this.#received));
  }

  /** `soFar`: the response up to this event. */
  #chunkOf(event: GenerateContentEvent, soFar: Accumulator): StreamChunkClass {
    const isLast = soFar.length === this.#received.length;
    const continues = soFar.hasMoreToCome && (!isLast || this.#isContinued());
    return new StreamChunkClass(event, soFar.shown, { earlierUsage: soFar.earlierUsage, continues });
  }

  /** The event without the overlap; undefined if it differs from it. */
  #cut(event: GenerateContentEvent): GenerateContentEvent | undefined {
    const parts = this.#overlap.cut(partsOf(event));
    if (!parts) return undefined;
    const { decode, hasEnvelope } = this.#format;
    const candidates = event.candidates.map((one, index) => (index === 0 ? withParts(one, parts) : one));
    const value = hasEnvelope
      ? { ...(event.value as object), response: { ...decode(event.value).payload, candidates } }
      : { ...(event.value as object), candidates };
    const bytes = encoder.encode(stringifyExactly(value));
    return new GenerateContentEvent({ bytes, from: 0, to: bytes.length }, decode, undefined, value);
  }

  #restart({ chunks, mayRestart, model }: ContinuedStream): void {
    if (!chunks.hasTaken) chunks.dropChunks();
    else if (mayRestart && chunks.canRestart) chunks.restart();
    else throw textChanged();
    this.#shown = this.#received;
    this.#overlap = new Overlap();
    chunks.begin({ received: this.#received, decode: this.#format.decode, model });
    this.#received.first(this.#received.length, this.#format.decode, (event, soFar) => {
      chunks.push(this.#chunkOf(event, soFar));
    });
    chunks.flush();
  }
}

const encoder = new TextEncoder();

function withParts(candidate: Candidate, parts: readonly Part[]): Candidate {
  return candidate.content ? { ...candidate, content: { ...candidate.content, parts } } : candidate;
}

/** Only a response with one candidate is continued. */
function partsOf(event: GenerateContentEvent): readonly Part[] {
  const parts = event.candidates[0]?.content?.parts;
  return Array.isArray(parts) ? parts : [];
}
