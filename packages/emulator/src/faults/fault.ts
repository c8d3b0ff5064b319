import type { LongDecode } from "../long-decode/long-decode.ts";
import type { FunctionCall } from "../wire/content.ts";
import type { UsageMetadata } from "../wire/generate.ts";
import type { FaultErrorForm, FaultErrorName } from "./errors/error-names.ts";
import type { JsonFaultName } from "./spoil-json.ts";

/** How much of a response is sent before a fault occurs: a number of bytes of its body, or a number of events. */
export type FaultPoint = { readonly afterBytes: number } | { readonly afterEvents: number };

/** Changes the generated content. Calls that generate nothing ignore it. */
export interface ContentFault {
  /**
   * The text of the response. An empty text is sent as a part with an empty text; clients may count that as no response and retry,
   * so use `on()` for it.
   */
  readonly text?: string;
  /**
   * A function call, or several in parallel, after `text` if both are given. The first one gets a thought signature if the model
   * would sign it. The function need not be declared.
   */
  readonly functionCall?: FunctionCall | readonly FunctionCall[];
  /** A value whose JSON is the text of the response. Not checked against the schema of the request. */
  readonly json?: unknown;
  /**
   * Damages the JSON of the response: that of `json`, or what the emulator writes for the request's schema. `"fenced"`
   * and `"in-text"` put a code fence or text around it. `"truncated"` leaves out its second half, with the finish
   * reason `MAX_TOKENS` unless `finishReason` says otherwise. The others change the first place that they can: a value
   * of another type, a member too few, a member too many.
   */
  readonly jsonFault?: JsonFaultName;
  /** The thoughts before the response, whether or not the request asks for thoughts. */
  readonly thinking?: string;
  /**
   * Token counts, which replace those of the response one by one. `totalTokenCount` is the sum of the others unless it is given.
   */
  readonly usage?: Partial<UsageMetadata>;
  /**
   * The payloads of the response, one per event, each a `GenerateContentResponse`. Code Assist wraps them in its envelope. A
   * call that is not a stream returns the first one.
   */
  readonly events?: readonly object[];
  /** The finish reason; `null` omits it, as in a stream that was cut off. */
  readonly finishReason?: string | null;
  /** The response has no parts. */
  readonly empty?: boolean;
  /** The prompt is blocked for this reason, such as `"SAFETY"` or `"PROHIBITED_CONTENT"`; `true` means `"SAFETY"`. */
  readonly blocked?: boolean | string;
  /** The response consists of thoughts only. */
  readonly thinkingOnly?: boolean;
  /**
   * Sends the response in hops. The requests that continue it need no script of their own; if the script of one has
   * content, that follows the checkpoint instead of the rest of the response.
   */
  readonly longDecode?: LongDecode;
  /** Sends finish reason and usage in a last event of their own, without content. */
  readonly lastFrameWithoutParts?: boolean;
  /** Sends token counts in the last event only. */
  readonly usageInLastFrameOnly?: boolean;
  /** The event of this index, from 0, is not valid JSON; the last one if there are fewer. */
  readonly malformedEvent?: number;
  /** After this number of events, a stream sends `error` as an event and ends. A call that is not a stream returns the error. */
  readonly errorAfterEvents?: number;
}

/**
 * What happens to one call. Properties combine unless they contradict each other: an error can be slow, a stream can be paced
 * and then cut. A response that is not a stream counts as one event. If the response has fewer bytes or events than a
 * fault is set for, the fault happens at its end.
 *
 * If the emulator refuses a request, such as an invalid one, a fault that changes content or sends `error` within the stream has no
 * effect, and stays for the next call.
 */
export interface Fault extends ContentFault {
  /**
   * The HTTP status, 200 to 599; together with `error`, 400 to 599. From 400 on, without `body` and `error`, the body
   * is Google's error of that status.
   */
  readonly status?: number;
  /** The whole body: a string or bytes as they are, anything else as JSON. The status defaults to 200. */
  readonly body?: string | Uint8Array | object;
  /** Response headers; they replace those of the response. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The content type, right or wrong. */
  readonly contentType?: string;
  /** Returns the body of the request as the body, as some proxies do. The status defaults to 400. */
  readonly echo?: boolean;

  /** An error by name, with the message, form and status of the service that is called. */
  readonly error?: FaultErrorName;
  /** The delay that the error names, such as `"34.07s"` or `"900ms"`. Each error has its own default. */
  readonly retryDelay?: string;
  /** The header `Retry-After`: seconds, a date, or the invalid value of a broken proxy. */
  readonly retryAfter?: string | number;
  /** Omits the details of the error. */
  readonly withoutDetails?: boolean;
  /** How the body of the error is written. By default as the call expects it. */
  readonly errorForm?: FaultErrorForm;

  /** Milliseconds before the response. */
  readonly delayMs?: number;
  /** Milliseconds between the events of a stream. Defaults to the option `paceMs`. */
  readonly paceMs?: number;
  /** Sends nothing more, and keeps the connection open: before the headers, after them, or after part of the body. */
  readonly silence?: "before-headers" | "after-headers" | FaultPoint;
  /** Sends the body slowly: so many bytes at a time, so many milliseconds apart. */
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
  /** Sends event-stream comments forever, so many milliseconds apart: at once, or after some events. */
  readonly commentsOnly?: { readonly everyMs: number; readonly afterEvents?: number };

  /** Closes the connection before the headers, like a stale connection. */
  readonly cutBeforeHeaders?: boolean;
  /** Closes the connection after this number of bytes of the body. */
  readonly cutAfterBytes?: number;
  /** Closes the connection after this number of events. */
  readonly cutAfterEvents?: number;
  /** Resets the connection (TCP RST): before the headers, or after part of the body. */
  readonly reset?: "before-headers" | FaultPoint;
  /**
   * Breaks the HTTP framing of the body. `"bad-chunk"`: the last chunk has an invalid size. `"long-content-length"`: the
   * headers promise more bytes than follow. `"truncated-gzip"`: gzip without its end. Needs a socket: `emulator.fetch` returns
   * a 400 whose message says so.
   */
  readonly framing?: "bad-chunk" | "long-content-length" | "truncated-gzip";
  /** Compresses the body with gzip, whatever the client accepts. Needs a socket, as `framing`. */
  readonly gzip?: boolean;
}
