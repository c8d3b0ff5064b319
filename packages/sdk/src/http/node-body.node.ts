import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { responseInvalid, streamInterrupted } from "../errors/connection-errors.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { brokenBody } from "./broken-body.ts";
import type { ResponseBody } from "./http.ts";
import { pushBody } from "./push-body.ts";
import type { Sink } from "./sink.ts";

type Bytes = AsyncGenerator<Uint8Array, void, undefined>;

/** Returns the body, decompressed if necessary. */
export function nodeBody(incoming: IncomingMessage, scope: CallScope): ResponseBody {
  const encoding = incoming.headers["content-encoding"]?.trim().toLowerCase();
  if (encoding === undefined || encoding === "" || encoding === "identity") return new PlainBody(incoming, scope);
  return pushBody(decompressed(incoming, encoding), () => incoming.destroy(), scope);
}

/**
 * An uncompressed body. Uses the response's events directly, because a generator in between would cost time for every
 * piece.
 */
class PlainBody implements ResponseBody {
  readonly #incoming: IncomingMessage;
  readonly #scope: CallScope;
  #sink: Sink<Uint8Array> | undefined;
  #settled = false;
  readonly #onAbort = () => this.#fail(undefined);

  constructor(incoming: IncomingMessage, scope: CallScope) {
    this.#incoming = incoming;
    this.#scope = scope;
  }

  read(sink: Sink<Uint8Array>): void {
    const incoming = this.#incoming;
    this.#sink = sink;
    this.#scope.signal.addEventListener("abort", this.#onAbort);
    if (this.#scope.signal.aborted) this.#onAbort();
    else if (incoming.destroyed) this.#break(incoming.errored);
    if (this.#settled) return;
    incoming.on("data", (piece: Uint8Array) => this.#take(piece));
    incoming.on("error", (error) => this.#break(error));
    incoming.on("close", () => this.#break({ code: "ECONNRESET" }));
    incoming.on("end", () => {
      if (!incoming.complete) this.#fail(streamInterrupted("the connection closed early"));
      else if (this.#settle()) end(sink);
    });
  }

  pause(): void {
    this.#incoming.pause();
  }

  resume(): void {
    this.#incoming.resume();
  }

  discard(): void {
    this.#settle();
    this.#incoming.destroy();
  }

  #take(piece: Uint8Array): void {
    if (this.#settled) return;
    try {
      this.#sink?.push(piece);
      this.#sink?.flush();
    } catch (error) {
      this.#fail(error);
    }
  }

  #break(error: unknown): void {
    if (this.#settled) return;
    // A stream that breaks drops its buffer: push the buffered pieces first, so that no received text is lost.
    if (!this.#scope.signal.aborted) for (const piece of leftIn(this.#incoming)) this.#take(piece);
    this.#fail(error);
  }

  #fail(error: unknown): void {
    if (!this.#settle()) return;
    this.#incoming.destroy();
    const { signal } = this.#scope;
    this.#sink?.fail(signal.aborted ? signal.reason : brokenBody(error));
  }

  /** Returns whether this call settled the body. */
  #settle(): boolean {
    const first = !this.#settled;
    this.#settled = true;
    this.#scope.signal.removeEventListener("abort", this.#onAbort);
    return first;
  }
}

/** If `end` throws, the sink fails, so that the exception does not escape into Node's event loop. */
function end(sink: Sink<Uint8Array>): void {
  try {
    sink.end();
  } catch (error) {
    sink.fail(brokenBody(error));
  }
}

function* leftIn(stream: Readable): Generator<Uint8Array, void, undefined> {
  for (let left: unknown = stream.read(); left !== null; left = stream.read()) yield left as Uint8Array;
}

/**
 * If the connection breaks, the decoder is ended instead of destroyed, so that it returns its buffered data before the
 * body fails.
 */
async function* decompressed(incoming: IncomingMessage, encoding: string): Bytes {
  try {
    const decoder = await decoderFor(encoding);
    let broken: { readonly error: unknown } | undefined;
    const compressed = async function* () {
      try {
        yield* untilBroken(incoming);
      } catch (error) {
        broken = { error };
      }
    };
    pipeline(compressed, decoder, () => {});
    yield* untilBroken(decoder);
    if (broken) throw broken.error;
    if (!incoming.complete) throw streamInterrupted("the connection closed early");
  } finally {
    if (!incoming.complete || !incoming.readableEnded) incoming.destroy();
  }
}

async function* untilBroken(stream: Readable): Bytes {
  try {
    yield* stream;
  } catch (error) {
    yield* leftIn(stream);
    throw error;
  }
}

/** zlib is loaded when first needed: few servers compress streams. */
async function decoderFor(encoding: string): Promise<Transform> {
  const { createBrotliDecompress, createGunzip, createInflate } = await import("node:zlib");
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    default:
      throw responseInvalid("its compression is unknown");
  }
}
