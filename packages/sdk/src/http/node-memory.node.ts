import { decodeUtf8 } from "./decode-utf8.ts";
import type { FastMemory } from "./http.ts";

/** Bytes of text from which on it matters how they are decoded, and how many of them are looked at to tell. */
const LONG = 1024;
const LOOKED_AT = 64;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Node 20 has several decoders: that of buffers is twice as fast as a TextDecoder for short text and for ASCII; for long text
 * beyond ASCII, a TextDecoder that reads in pieces is twice as fast as both. Newer versions have one for all.
 */
export const nodeMemory: FastMemory = {
  allocate: (length) => Buffer.allocUnsafeSlow(length),
  decodeUtf8: (bytes, from, to) => {
    if (!(bytes instanceof Buffer)) return decodeUtf8(bytes, from, to);
    if (to - from < LONG || looksLikeAscii(bytes, from, to)) return bytes.toString("utf8", from, to);
    return decoder.decode(bytes.subarray(from, to), { stream: true }) + decoder.decode();
  },
};

function looksLikeAscii(bytes: Uint8Array, from: number, to: number): boolean {
  const step = Math.ceil((to - from) / LOOKED_AT);
  for (let at = from; at < to; at += step) if ((bytes[at] as number) >= 0x80) return false;
  return true;
}
