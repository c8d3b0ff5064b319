/**
 * The web standards that the public API uses, declared here so that its declarations compile without DOM or Node types.
 * The `AbortSignal` and `fetch` of every runtime are assignable to them.
 */

/** An `AbortSignal`. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** The reason, which becomes the `cause` of the `aborted` error. */
  readonly reason: unknown;
  /** Adds a listener. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Removes a listener. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The runtime's own `AbortSignal` if its types are loaded, else {@link AbortSignalLike}. */
export type RuntimeAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : AbortSignalLike;

/** The part of the `fetch` function that the library uses. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** The options that the library passes to `fetch`. */
export interface FetchInit {
  /** `"GET"` or `"POST"`. */
  method: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The JSON body, UTF-8, or a form. */
  body?: Uint8Array<ArrayBuffer>;
  /** Always `"manual"`: redirects are not followed, because they would receive the token. */
  redirect: "manual";
  /** Fires on abort and on every deadline. */
  signal: RuntimeAbortSignal;
}

/** The part of a `Response` that the library reads. */
export interface FetchResponse {
  /** The HTTP status; 0 for an opaque redirect. */
  readonly status: number;
  /** The headers, by lower-case name. Without `forEach`, `response.http` and `error.http` have no headers. */
  readonly headers: { get(name: string): string | null; forEach?(action: (value: string, name: string) => void): void };
  /** A `ReadableStream` of bytes. Null or absent in React Native, whose bodies are read as a whole. */
  readonly body?: { getReader(): ByteReader } | null | undefined;
  /** The whole body as text; used only if there is no `body`. */
  text?(): Promise<string>;
  /** The whole body as bytes; used only if there is neither `body` nor `text`. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** A `ReadableStreamDefaultReader` of bytes. */
export interface ByteReader {
  /** The next bytes. */
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
  /** Frees the connection. */
  cancel(reason?: unknown): Promise<void>;
}

/** The runtime's own `Response` if its types are loaded, else what the library reads of one. */
export type RuntimeResponse = typeof globalThis extends { Response: { prototype: infer Response } }
  ? Response
  : FetchResponse;

/** The runtime's own `ReadableStream` of bytes if its types are loaded, else the one method that reads it. */
export type RuntimeReadableStream = typeof globalThis extends { Response: { prototype: { body: infer Body } } }
  ? IterableBody<NonNullable<Body>>
  : NonNullable<FetchResponse["body"]>;

/**
 * Servers iterate a body, as `pipeline()` of Node does. Types of the DOM say that it can be iterated only with the `lib`
 * `DOM.AsyncIterable` before TypeScript 6, which the templates of Vite and Next.js leave out.
 */
type IterableBody<Body> = Body extends AsyncIterable<unknown> ? Body : Body & AsyncIterable<Uint8Array<ArrayBuffer>>;

/** Headers of a response: an object, pairs of name and value, or the runtime's own `Headers` if its types are loaded. */
export type HeadersLike =
  | Readonly<Record<string, string>>
  | readonly (readonly [string, string])[]
  | (typeof globalThis extends { Headers: { prototype: infer Headers } } ? Headers : never);
