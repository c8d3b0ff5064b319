/** Decodes a range of bytes. Invalid UTF-8 becomes replacement characters; a byte order mark is kept. */
export type DecodeUtf8 = (bytes: Uint8Array, from: number, to: number) => string;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** {@link DecodeUtf8} with the web's `TextDecoder`. */
export const decodeUtf8: DecodeUtf8 = (bytes, from, to) => decoder.decode(bytes.subarray(from, to));
