import { responseTooLarge } from "../errors/connection-errors.ts";
import type { BodyReader, HttpResponse } from "../http/http.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import type { Demand } from "./demand.ts";
import { type EventTaker, SseDecoder } from "./sse-decoder.ts";

/** What may wait for a reader that does not ask, before the body is held back. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** Hears an event stream. What it throws fails the reading. */
export interface EventReader extends EventTaker {
  /** Follows on the events that one network chunk completes, also where the last of them failed. */
  flush(): void;
}

/** How an event stream is read. */
export interface ReadEventsInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  /** Most bytes of the whole, after decompression. */
  readonly limit: number;
  /** Whether the reader waits. The body is held back while it does not and much is unread. */
  readonly demand: Demand;
  readonly reader: EventReader;
}

/**
 * Reads an event stream to its end. The idle deadline runs from event to event, so that comments do not keep a stalled
 * stream alive, and rests while the reader works.
 */
export function readEvents(init: ReadEventsInit): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    init.response.body.read(new EventReading(init, resolve, reject));
  });
}

/** A class here and wherever every event passes, since the compiler's work on closures is lost with each stream. */
class EventReading implements BodyReader, EventTaker {
  readonly #init: ReadEventsInit;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  readonly #decoder: SseDecoder;
  readonly #idle: IdleWatch;
  #size = 0;
  #unread = 0;
  /** Events that the present piece has completed. */
  #found = 0;

  constructor(init: ReadEventsInit, resolve: () => void, reject: (error: unknown) => void) {
    const { response, scope, demand } = init;
    this.#init = init;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#decoder = new SseDecoder(this, { allocate: response.memory?.allocate });
    this.#idle = new IdleWatch(scope, (stalled) => {
      this.fail(stalled);
      response.body.discard();
    });
    if (!demand.waits) this.#idle.rest();
    demand.onAsked(() => {
      if (this.#unread >= MOST_UNREAD_BYTES) response.body.resume();
      this.#unread = 0;
      this.#idle.wait();
    });
  }

  data(piece: Uint8Array): void {
    const { limit, reader, demand, response } = this.#init;
    this.#size += piece.length;
    if (this.#size > limit) throw responseTooLarge("The answer", limit);
    this.#found = 0;
    try {
      this.#decoder.push(piece);
    } finally {
      if (this.#found > 0) reader.flush();
    }
    if (demand.waits) {
      if (this.#found > 0) this.#idle.progress();
      return;
    }
    this.#idle.rest();
    this.#unread += piece.length;
    if (this.#unread >= MOST_UNREAD_BYTES) response.body.pause();
  }

  event(bytes: Uint8Array, from: number, to: number): void {
    this.#found += 1;
    this.#init.reader.event(bytes, from, to);
  }

  end(): void {
    this.#idle.rest();
    this.#init.demand.onAsked(undefined);
    this.#resolve();
  }

  fail(error: unknown): void {
    this.#init.demand.onAsked(undefined);
    this.#reject(error);
  }
}
