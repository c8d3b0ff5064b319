import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { responseInvalid, streamInterrupted } from "../errors/connection-errors.ts";
import type { CallScope } from "./call-scope.ts";

/** The body without its compression. Reading stops the socket when it is left early, and at the end of the call. */
export async function* decodedBody(
  incoming: IncomingMessage,
  scope: CallScope,
): AsyncGenerator<Uint8Array, void, undefined> {
  const onAbort = () => incoming.destroy();
  scope.signal.addEventListener("abort", onAbort, { once: true });
  try {
    scope.check();
    for await (const piece of decompressed(incoming)) {
      scope.check();
      yield piece as Uint8Array;
    }
    if (!incoming.complete) throw streamInterrupted("the connection closed early");
    scope.check();
  } catch (error) {
    scope.check();
    throw translate(error);
  } finally {
    scope.signal.removeEventListener("abort", onAbort);
    if (!incoming.complete || !incoming.readableEnded) incoming.destroy();
  }
}

function decompressed(incoming: IncomingMessage): Readable {
  const decoder = decoderFor(incoming.headers["content-encoding"]);
  // The error reaches the reader through the decoder, which pipeline() destroys with it.
  return decoder ? pipeline(incoming, decoder, () => {}) : incoming;
}

function decoderFor(encoding: string | undefined) {
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

function translate(error: unknown): unknown {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
  if (code === undefined || (error instanceof Error && error.name === "GeminiError")) return error;
  // zlib reports a missing end as Z_BUF_ERROR, and damage by its other codes.
  if (code === "Z_BUF_ERROR") return streamInterrupted("the compressed body ends early");
  if (/^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/.test(code))
    return responseInvalid(`its compression is damaged (${code})`);
  return streamInterrupted(`the connection broke (${code})`);
}
