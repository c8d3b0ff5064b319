import type { FetchLike } from "../platform/web-types.ts";
import type { CallScope } from "./call-scope.ts";

/** Bytes out. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, so that a conversation already serialised is not copied. */
  readonly body?: readonly Uint8Array[] | undefined;
}

/** Bytes in. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** The decoded body, piece by piece. Rejects with a GeminiError. Leaving the loop frees the socket. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Frees the socket without reading on. */
  readonly discard: () => void;
}

/**
 * Sends one request. Keeps the connect and headers deadlines, and stops at `scope.signal`. Rejects with a GeminiError.
 */
export interface Http {
  send(request: HttpRequest, scope: CallScope): Promise<HttpResponse>;
  /** Frees idle sockets that this instance opened. */
  close(): void;
}

/** What the caller can choose about HTTP. */
export interface HttpOptions {
  readonly fetch?: FetchLike | null | undefined;
  /** Node only: an `http.Agent` or `https.Agent`, for proxies and certificate authorities. */
  readonly agent?: object | null | undefined;
}
