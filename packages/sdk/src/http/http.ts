import type { FetchLike } from "../platform/web-types.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { DecodeUtf8 } from "./decode-utf8.ts";

/** Of a body: text that goes out as UTF-8, or bytes that are ready. */
export type BodyPiece = string | Uint8Array;

/** Bytes out. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, so that a conversation already serialised is not copied. */
  readonly body?: readonly BodyPiece[] | undefined;
}

/** Bytes in. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Where the runtime has something faster than the web standard's. */
  readonly memory?: FastMemory;
  readonly body: ResponseBody;
}

/** Bytes that are decoded fast, and how. */
export interface FastMemory {
  /** What the bytes hold at first is of no importance. */
  readonly allocate: (length: number) => Uint8Array;
  /** Takes other bytes too, and pieces of a body are as fast. */
  readonly decodeUtf8: DecodeUtf8;
}

/** A body, decompressed. Reading it to its end, failing and discarding it free the socket. */
export interface ResponseBody {
  /** Begins to read. To be called once. */
  read(reader: BodyReader): void;
  /** Holds the body back for a while; a piece that is on its way may still come. */
  pause(): void;
  /** Goes on reading. */
  resume(): void;
  /** Frees the socket without reading on. The reader hears no more. */
  discard(): void;
}

/** Hears a body. `end` or `fail` comes last and once, unless the body is discarded. What `data` throws fails the body. */
export interface BodyReader {
  data(piece: Uint8Array): void;
  end(): void;
  /** Hears a GeminiError. */
  fail(error: unknown): void;
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
