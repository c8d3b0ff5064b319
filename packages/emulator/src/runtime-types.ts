/**
 * What the public API uses of web standards and of Node, declared here so that its declarations compile without DOM or Node
 * types.
 */

/** The runtime's own `Request` if its types are loaded, else {@link RequestLike}. */
export type RuntimeRequest = typeof globalThis extends { Request: { prototype: infer Request } }
  ? Request
  : RequestLike;

/** The runtime's own `RequestInit` if its types are loaded, else any object. */
export type RuntimeRequestInit = typeof globalThis extends { Request: new (input: never, init?: infer Init) => unknown }
  ? NonNullable<Init>
  : object;

/** The runtime's own `Response` if its types are loaded, else {@link ResponseLike}. */
export type RuntimeResponse = typeof globalThis extends { Response: { prototype: infer Response } }
  ? Response
  : ResponseLike;

/** The runtime's own `AbortSignal` if its types are loaded, else {@link AbortSignalLike}. */
export type RuntimeAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : AbortSignalLike;

/** The runtime's own `URL` if its types are loaded, else the part that has the address. */
export type RuntimeUrl = typeof globalThis extends { URL: { prototype: infer Url } } ? Url : { readonly href: string };

/** The part of a `Request` that an intercept usually reads. */
export interface RequestLike extends MessageLike {
  /** The method, in capital letters. */
  readonly method: string;
  /** The whole address. */
  readonly url: string;
}

/** The part of a `Response` that a client usually reads. */
export interface ResponseLike extends MessageLike {
  /** The HTTP status. */
  readonly status: number;
}

/** What a `Request` and a `Response` have in common. */
export interface MessageLike {
  /** The headers, by name. */
  readonly headers: { get(name: string): string | null };
  /** Reads the body as JSON. */
  json(): Promise<unknown>;
  /** Reads the body as text. */
  text(): Promise<string>;
}

/** An `AbortSignal`. */
export interface AbortSignalLike {
  /** Whether it has fired. */
  readonly aborted: boolean;
  /** Why it has fired. */
  readonly reason: unknown;
  /** Adds a listener. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Removes a listener. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The part of a `Socket` of `node:net` that an intercept usually needs. */
export interface SocketLike {
  /** Sends bytes. Returns false if they are buffered, because the other end does not read. */
  write(data: string | Uint8Array): boolean;
  /** Sends bytes, then ends this direction of the connection. */
  end(data?: string | Uint8Array): unknown;
  /** Closes the connection. */
  destroy(): unknown;
  /** Resets the connection. */
  resetAndDestroy(): unknown;
}
