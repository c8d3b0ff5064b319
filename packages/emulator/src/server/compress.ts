import { Duplex } from "node:stream";
import type { ReadableWritablePair } from "node:stream/web";
import { constants, createGzip } from "node:zlib";
import { copyResponse } from "./watch-body.ts";

/** Compresses the body if the client accepts gzip. Flushes every chunk, so that events are not delayed. */
export function compress(response: Response, acceptEncoding: string | null): Response {
  if (response.body === null || !/\bgzip\b/.test(acceptEncoding ?? "")) return response;
  if (response.headers.has("content-encoding")) return response;
  const gzip = Duplex.toWeb(createGzip({ flush: constants.Z_SYNC_FLUSH })) as ReadableWritablePair<
    Uint8Array,
    Uint8Array
  >;
  const compressed = copyResponse(response, response.body.pipeThrough(gzip));
  compressed.headers.set("content-encoding", "gzip");
  compressed.headers.append("vary", "Accept-Encoding");
  compressed.headers.delete("content-length");
  return compressed;
}
