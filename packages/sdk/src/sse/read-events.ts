import { responseTooLarge } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { HttpResponse, ResponseBody } from "../http/http.ts";
import { PeekedBody } from "../http/peeked-body.ts";
import type { Backpressure, Sink } from "../http/sink.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import { SseDecoder, type SseEvent } from "./sse-decoder.ts";

/** The body is paused once this many bytes were received that the consumer has not asked for. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** The parameters of {@link readEvents}. */
export interface ReadEventsInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  /** Maximum size of the whole stream in bytes, after decompression. */
  readonly limit: number;
  /** The body is paused while the consumer does not wait and much is unread. */
  readonly backpressure: Backpressure;
  /** Reads the body in place of `events` if it begins as JSON or HTML does, which an event stream never does. */
  readonly onDocument: (body: ResponseBody) => void;
}

/** White space, and the bytes of a byte order mark. */
const BLANKS: readonly number[] = [9, 10, 13, 32, 0xef, 0xbb, 0xbf];
/** The first characters of JSON and HTML: `[`, `{`, `<`. */
const OPENINGS: readonly (number | undefined)[] = [91, 123, 60];

/**
 * Reads an event stream to its end. The idle deadline runs from event to event, with a longer one for the first, so that comments do not keep a stalled
 * stream alive, and is suspended while the consumer does not wait.
 */
export function readEvents(init: ReadEventsInit, events: Sink<SseEvent>): void {
  init.response.body.read(new EventBody(init, events));
}

/** A class rather than closures, for the reason in response/plain/plain-event-reader.ts. */
class EventBody implements Sink<Uint8Array> {
  readonly #limit: number;
  readonly #backpressure: Backpressure;
  readonly #events: Sink<SseEvent>;
  readonly #body: ResponseBody;
  readonly #decoder: SseDecoder;
  readonly #idle: IdleWatch;
  readonly #onDocument: (body: ResponseBody) => void;
  /** Whether anything but blanks came. */
  #hasBegun = false;
  /** Takes everything if the body is JSON or HTML. */
  #document: PeekedBody | undefined;
  #size = 0;
  #unread = 0;
  #flushedEvents = 0;

  constructor({ response, scope, limit, backpressure, onDocument }: ReadEventsInit, events: Sink<SseEvent>) {
    this.#limit = limit;
    this.#onDocument = onDocument;
    this.#backpressure = backpressure;
    this.#events = events;
    this.#body = response.body;
    this.#decoder = new SseDecoder(events);
    const onStalled = (stalled: GeminiError) => {
      this.fail(stalled);
      response.body.discard();
    };
    this.#idle = new IdleWatch(scope, onStalled, scope.timeouts.firstEvent);
    if (!backpressure.wanted) this.#idle.rest();
    backpressure.onWanted(() => {
      if (this.#unread >= MOST_UNREAD_BYTES) response.body.resume();
      this.#unread = 0;
      this.#idle.wait();
    });
  }

  push(piece: Uint8Array): void {
    if (!this.#hasBegun) this.#begin(piece);
    if (this.#document) {
      this.#document.push(piece);
      return;
    }
    this.#size += piece.length;
    if (this.#size > this.#limit) throw responseTooLarge("The response", this.#limit);
    this.#unread += piece.length;
    this.#decoder.push(piece);
  }

  flush(): void {
    if (this.#document) {
      this.#document.flush();
      return;
    }
    const hasNew = this.#decoder.eventCount > this.#flushedEvents;
    if (hasNew) {
      this.#idle.begin();
      this.#flushEvents();
    }
    if (this.#backpressure.wanted) {
      this.#unread = 0;
      if (hasNew) this.#idle.progress();
      return;
    }
    this.#idle.rest();
    if (this.#unread >= MOST_UNREAD_BYTES) this.#body.pause();
  }

  end(): void {
    if (this.#document) {
      this.#document.end();
      return;
    }
    this.#idle.rest();
    this.#backpressure.onWanted(undefined);
    this.#decoder.end();
    this.#flushEvents();
    this.#events.end();
  }

  fail(error: unknown): void {
    if (this.#document) {
      this.#document.fail(error);
      return;
    }
    this.#backpressure.onWanted(undefined);
    // The piece that failed may already have completed events.
    this.#flushEvents();
    this.#events.fail(error);
  }

  #begin(piece: Uint8Array): void {
    const first = piece.find((byte) => !BLANKS.includes(byte));
    this.#hasBegun = first !== undefined;
    if (!OPENINGS.includes(first)) return;
    this.#idle.rest();
    this.#backpressure.onWanted(undefined);
    this.#document = new PeekedBody(this.#body);
    this.#onDocument(this.#document);
  }

  #flushEvents(): void {
    this.#flushedEvents = this.#decoder.eventCount;
    this.#events.flush();
  }
}
