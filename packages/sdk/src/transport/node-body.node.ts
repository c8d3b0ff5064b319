import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { responseInvalid, streamInterrupted } from "../errors/connection-errors.ts";
import { brokenBody } from "./broken-body.ts";
import type { CallScope } from "./call-scope.ts";

type Bytes = AsyncGenerator<Uint8Array, void, undefined>;

/** The body without its compression. Reading stops the socket when it is left early, and at the end of the call. */
export async function* decodedBody(incoming: IncomingMessage, scope: CallScope): Bytes {
  const onAbort = () => incoming.destroy();
  scope.signal.addEventListener("abort", onAbort, { once: true });
  try {
    scope.check();
    const decoder = decoderFor(incoming.headers["content-encoding"]);
    for await (const piece of decoder ? decompressed(incoming, decoder) : untilBroken(incoming)) {
      scope.check();
      yield piece;
    }
    if (!incoming.complete) throw streamInterrupted("the connection closed early");
    scope.check();
  } catch (error) {
    scope.check();
    throw brokenBody(error);
  } finally {
    scope.signal.removeEventListener("abort", onAbort);
    if (!incoming.complete || !incoming.readableEnded) incoming.destroy();
  }
}

/** A stream drops what it holds when it breaks; here that comes first, so that no text that arrived is lost. */
async function* untilBroken(stream: Readable): Bytes {
  try {
    yield* stream;
  } catch (error) {
    for (let left: unknown = stream.read(); left !== null; left = stream.read()) yield left as Uint8Array;
    throw error;
  }
}

/** A broken connection ends the decoder instead of breaking it, so that it gives what it can; then the failure follows. */
async function* decompressed(incoming: IncomingMessage, decoder: Transform): Bytes {
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
}

function decoderFor(encoding: string | undefined): Transform | undefined {
  switch (encoding?.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "br":
      return createBrotliDecompress();
    case "deflate":
      return createInflate();
    case undefined:
    case "":
    case "identity":
      return undefined;
    default:
      throw responseInvalid("its compression is unknown");
  }
}
