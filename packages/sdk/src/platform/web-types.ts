/**
 * The web standards that the public API uses, declared here so that its declarations compile without DOM or Node types.
 * The `AbortSignal` and `fetch` of every runtime are assignable to them.
 */

/** An `AbortSignal`. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** Why; becomes the `cause` of the `aborted` error. */
  readonly reason: unknown;
  /** Listens for `"abort"`. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Stops listening. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The runtime's own `AbortSignal` if its types are loaded, else {@link AbortSignalLike}. */
export type RuntimeAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : AbortSignalLike;

/** A `fetch` function, as far as the library uses it. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What the library gives to `fetch`. */
export interface FetchInit {
  /** `"GET"` or `"POST"`. */
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The JSON body, UTF-8, or a form. */
  body?: Uint8Array<ArrayBuffer>;
  /** Always `"manual"`: redirects are refused, since the token would be sent along. */
  redirect: "manual";
  /** Fires on abort and on every deadline. */
  signal: RuntimeAbortSignal;
}

/** What the library reads of a `Response`. */
export interface FetchResponse {
  /** The HTTP status; 0 for an opaque redirect. */
  readonly status: number;
  /** The headers, by lower-case name. Without `forEach`, `response.http` and `error.http` have no headers. */
  readonly headers: { get(name: string): string | null; forEach?(action: (value: string, name: string) => void): void };
  /** A `ReadableStream` of bytes, or null. */
  readonly body: { getReader(): ByteReader } | null;
}

/** A `ReadableStreamDefaultReader` of bytes. */
export interface ByteReader {
  /** The next bytes. */
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  /** Frees the connection. */
  cancel(reason?: unknown): Promise<void>;
}
