import type { ContentFault } from "./content-fault.ts";
import type { FaultErrorForm, FaultErrorName } from "./errors/error-names.ts";

/** How much of an answer goes out before something happens to it: so many bytes of its body, or so many events. */
export type FaultPoint = { readonly afterBytes: number } | { readonly afterEvents: number };

/**
 * What is to happen to one call. The members combine, where one does not exclude the other: an error can be slow, a stream can
 * be paced and then cut. An answer that is no stream counts as one event.
 */
export interface Fault extends ContentFault {
  /**
   * The HTTP status, 200 to 599; beside `error` 400 to 599. With no `body` and no `error`, a status of 400 or more brings
   * Google's error of that status.
   */
  readonly status?: number;
  /** The whole body: a text or bytes as they are, anything else as JSON. The status is 200 unless told. */
  readonly body?: string | Uint8Array | object;
  /** Response headers, set over those of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The content type, be it right or wrong. */
  readonly contentType?: string;
  /** The request's own body comes back as the body, under status 400 unless told, as some proxies do. */
  readonly echo?: boolean;

  /** A refusal by name, in the words, form and status of the service that is asked. */
  readonly error?: FaultErrorName;
  /** The delay that the refusal names, such as `"34.07s"` or `"900ms"`. Each error has one of its own unless told. */
  readonly retryDelay?: string;
  /** The header `Retry-After`: seconds, a date, or whatever a broken proxy would say. */
  readonly retryAfter?: string | number;
  /** Leaves the details of the refusal away. */
  readonly withoutDetails?: boolean;
  /** How the body of the refusal is written. Unless told: as the call expects it. */
  readonly errorForm?: FaultErrorForm;

  /** Milliseconds before the answer. */
  readonly delayMs?: number;
  /** Milliseconds between the events of a stream, in the place of the option `paceMs`. */
  readonly paceMs?: number;
  /** Nothing more comes, and the connection stays open: before the headers, after them, or after some of the body. */
  readonly silence?: "before-headers" | "after-headers" | FaultPoint;
  /** The body trickles: so many bytes at a time, so many milliseconds apart. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** For ever comments of an event stream, so many milliseconds apart: at once, or after some events. */
  readonly commentsOnly?: { readonly everyMs: number; readonly afterEvents?: number };

  /** The connection is closed before the headers, as a stale one is. */
  readonly cutBeforeHeaders?: boolean;
  /** The connection is closed after so many bytes of the body. */
  readonly cutAfterBytes?: number;
  /** The connection is closed after so many events. */
  readonly cutAfterEvents?: number;
  /** The connection is reset (a TCP RST): before the headers, or after some of the body. */
  readonly reset?: "before-headers" | FaultPoint;
  /**
   * The HTTP framing of the body is broken; over a socket only, `emulator.fetch` answers 400 and says so. `"bad-chunk"`: a chunk whose size is no number, in the place
   * of the end. `"long-content-length"`: the headers promise more than comes. `"truncated-gzip"`: gzip without its end.
   */
  readonly framing?: "bad-chunk" | "long-content-length" | "truncated-gzip";
  /** Whether the body is gzipped, whatever the client accepts; over a socket only, as `framing`. */
  readonly gzip?: boolean;
}
