import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { responseInvalid, streamInterrupted } from "../errors/connection-errors.ts";
import { brokenBody } from "./broken-body.ts";
import type { CallScope } from "./call-scope.ts";
import type { BodyReader, ResponseBody } from "./http.ts";
import { pumped } from "./pump.ts";

type Bytes = AsyncGenerator<Uint8Array, void, undefined>;

/** The body without its compression. */
export function nodeBody(incoming: IncomingMessage, scope: CallScope): ResponseBody {
  const encoding = incoming.headers["content-encoding"]?.trim().toLowerCase();
  if (encoding === undefined || encoding === "" || encoding === "identity") return plainBody(incoming, scope);
  return pumped(decompressed(incoming, encoding), () => incoming.destroy(), scope);
}

/** Without a generator or an iterator in between: this is where every byte of a stream passes. */
function plainBody(incoming: IncomingMessage, scope: CallScope): ResponseBody {
  let settled = false;
  let onAbort = () => {};
  const settle = () => {
    const first = !settled;
    settled = true;
    scope.signal.removeEventListener("abort", onAbort);
    return first;
  };
  return {
    read: (reader) => {
      const fail = (error: unknown) => {
        if (!settle()) return;
        incoming.destroy();
        reader.fail(scope.signal.aborted ? scope.signal.reason : brokenBody(error));
      };
      const take = (piece: Uint8Array) => {
        if (settled) return;
        try {
          reader.data(piece);
        } catch (error) {
          fail(error);
        }
      };
      const broken = (error: unknown) => {
        if (settled) return;
        // A stream drops what it holds when it breaks; here that comes first, so that no text that arrived is lost.
        if (!scope.signal.aborted) for (const piece of leftIn(incoming)) take(piece);
        fail(error);
      };
      onAbort = () => fail(undefined);
      scope.signal.addEventListener("abort", onAbort);
      if (scope.signal.aborted) return fail(undefined);
      if (incoming.destroyed) return broken(incoming.errored);
      incoming.on("data", take);
      incoming.on("error", broken);
      incoming.on("close", () => {
        if (!settled) broken({ code: "ECONNRESET" });
      });
      incoming.on("end", () => {
        if (!incoming.complete) fail(streamInterrupted("the connection closed early"));
        else if (settle()) finish(reader);
      });
    },
    pause: () => void incoming.pause(),
    resume: () => void incoming.resume(),
    discard: () => {
      settle();
      incoming.destroy();
    },
  };
}

/** What the reader throws is its failure, and not an exception that nobody catches. */
function finish(reader: BodyReader): void {
  try {
    reader.end();
  } catch (error) {
    reader.fail(brokenBody(error));
  }
}

function* leftIn(stream: Readable): Generator<Uint8Array, void, undefined> {
  for (let left: unknown = stream.read(); left !== null; left = stream.read()) yield left as Uint8Array;
}

/** A broken connection ends the decoder instead of breaking it, so that it gives what it can; then the failure follows. */
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

/** Loaded when first needed: few servers compress what is streamed. */
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
