// HTTP/1.1 responses as bytes that can be written as they are.

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** The head of a response whose body comes in chunks. */
export const streamHead = head("text/event-stream", "transfer-encoding: chunked");

/** Each piece as one chunk of HTTP, and nothing after them. */
export function chunks(pieces) {
  return pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
}

/** A complete response in chunks. */
export function chunkedResponse(pieces, contentType = "text/event-stream") {
  return Buffer.concat([head(contentType, "transfer-encoding: chunked"), ...chunks(pieces), LAST_CHUNK]);
}

/** A complete response of known length. */
export function wholeResponse(body) {
  return Buffer.concat([head("application/json; charset=UTF-8", `content-length: ${body.length}`), body]);
}

/** Bytes in pieces of one size, wherever that cuts them. */
export function cut(bytes, size) {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

function head(contentType, framing) {
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: ${contentType}\r\n${framing}\r\n\r\n`);
}
