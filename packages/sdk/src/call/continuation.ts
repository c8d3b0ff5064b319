import type { HttpInfoSource } from "../errors/http-info.ts";
import type { Accumulator } from "../response/accumulator.ts";
import { ContinuedResponse, type ContinuedStream, type EventFormat } from "../response/continued-response.ts";
import type { EventTaker } from "../response/read-response.ts";

/** Maximum number of hops in a row without content and without counted tokens. */
const MOST_IDLE_HOPS = 3;

/** The first hop of a long response. */
export interface FirstHop {
  readonly received: Accumulator;
  readonly format: EventFormat;
  /** Undefined if the caller reads only the whole response. */
  readonly stream: ContinuedStream | undefined;
}

/**
 * The hops of a long response. Each sends the same request and the newest token that was received.
 *
 * | the hop | then |
 * |---|---|
 * | ended with `CONTINUATION` and a new token | the next hop |
 * | ended with `CONTINUATION` and a token that was sent before, or none | the response is truncated |
 * | was the third in a row without content and without counted tokens | the response is truncated |
 * | failed, with a checkpoint in it or before it | the next hop, as a retry |
 * | ended with any other reason | the response is complete |
 */
export class Continuation {
  readonly #response: ContinuedResponse;
  #token: string | undefined;
  /** The tokens from which a hop has continued the response. */
  readonly #used = new Set<string>();
  #hops = 1;
  #idleHops = 0;

  constructor({ received, format, stream }: FirstHop) {
    this.#response = new ContinuedResponse(received, format, stream, () => this.continues);
  }

  /** The response so far. */
  get received(): Accumulator {
    return this.#response.received;
  }

  /** The same, as far as the reader of a stream has got it. */
  get shown(): Accumulator {
    return this.#response.shown;
  }

  /** Takes the events of the current hop. */
  get events(): EventTaker {
    return this.#response;
  }

  /** The request that continues the response. */
  requestFrom<Rest extends object>(rest: Rest): Rest & { continuationToken: string | undefined } {
    return { ...rest, continuationToken: this.#token };
  }

  /** Whether another hop follows when the current one has ended. */
  get continues(): boolean {
    const { hasMoreToCome, checkpoint } = this.received;
    if (!hasMoreToCome || checkpoint === undefined || this.#used.has(checkpoint.token)) return false;
    return this.#idleHops < MOST_IDLE_HOPS - 1 || this.#hasProgress;
  }

  /** Prepares the next hop. Returns its number: 2 for the first that continues the response. */
  next(cause: "length" | "interrupted"): number {
    if (cause === "length") this.#idleHops = this.#hasProgress ? 0 : this.#idleHops + 1;
    this.#token = this.received.checkpoint?.token;
    if (this.#token !== undefined) this.#used.add(this.#token);
    this.#hops += 1;
    this.#response.rollBack();
    return this.#hops;
  }

  /** The response of a hop has begun. Returns what collects it. */
  begin(http: HttpInfoSource): Accumulator {
    this.#response.beginHop(http);
    return this.received;
  }

  /** Ends the response. Throws if its text differs from what the reader of the stream has received. */
  end(): void {
    this.#response.end();
  }

  get #hasProgress(): boolean {
    const { candidatesTokenCount = 0, thoughtsTokenCount = 0 } = this.received.hopUsage ?? {};
    return this.#response.hopHasContent || candidatesTokenCount + thoughtsTokenCount > 0;
  }
}
