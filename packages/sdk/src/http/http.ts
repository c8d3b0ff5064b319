import type { HttpInfoSource } from "../errors/http-info.ts";
import type { FetchLike } from "../platform/web-types.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Sink } from "./sink.ts";

/** A piece of a request body: a string, sent as UTF-8, or bytes. */
export type BodyPiece = string | Uint8Array;

/** A request, ready to send. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, so that a conversation that is already serialised is not copied. */
  readonly body?: readonly BodyPiece[] | undefined;
  /** Node only: an agent that this request needs, unless the caller has passed one. */
  readonly agent?: object | undefined;
}

/** A response whose body has not been read yet. */
export interface HttpResponse {
  readonly status: number;
  /** Returns a header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Status and headers, for `response.http` and `error.http`. Keeps neither body nor socket. */
  readonly info: HttpInfoSource;
  readonly body: ResponseBody;
}

/** A response body, decompressed. Its socket is freed when it ends, fails or is discarded. */
export interface ResponseBody {
  /** Starts reading. Call it once. Every piece is pushed and flushed; if the sink throws, the body fails. */
  read(sink: Sink<Uint8Array>): void;
  /** Pauses reading; a piece already being read may still be pushed. */
  pause(): void;
  /** Resumes reading. */
  resume(): void;
  /** Stops reading and frees the socket. The sink then neither ends nor fails. */
  discard(): void;
}

/**
 * Sends requests. `send` keeps the connect and headers deadlines, stops at `scope.signal`, and rejects with a GeminiError.
 */
export interface Http {
  send(request: HttpRequest, scope: CallScope): Promise<HttpResponse>;
  /** Frees idle sockets that this instance opened. */
  close(): void;
}

/** The caller's HTTP options. */
export interface HttpOptions {
  readonly fetch?: FetchLike | null | undefined;
  /** Node only: an `http.Agent` or `https.Agent`, for proxies and certificate authorities. */
  readonly agent?: object | null | undefined;
}
