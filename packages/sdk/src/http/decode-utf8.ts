/** The text of some of the bytes; what is no UTF-8 becomes replacement characters, and a byte order mark stays. */
export type DecodeUtf8 = (bytes: Uint8Array, from: number, to: number) => string;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** By the web standard. Runtimes may have something faster. */
export const decodeUtf8: DecodeUtf8 = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));
