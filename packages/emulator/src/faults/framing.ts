import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** How the framing of a response is broken. */
export type Framing = "bad-chunk" | "long-content-length";

/** How many more bytes the headers promise than follow. */
const missingBytes = 64;

/**
 * Writes a response to a socket with broken framing, and closes the connection.
 *
 * @returns The size of the body in bytes.
 */
export async function writeBadlyFramed(socket: Socket, response: Response, framing: Framing): Promise<number> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  if (framing === "bad-chunk") headers.set("transfer-encoding", "chunked");
  else headers.set("content-length", String(body.length + missingBytes));
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? "Status"}\r\n${lines.join("")}\r\n`);
  if (framing === "bad-chunk") {
    socket.write(`${body.length.toString(16)}\r\n`);
    socket.write(body);
    socket.write("\r\nno size\r\n");
  } else {
    socket.write(body);
  }
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.destroySoon();
  await closed;
  return body.length;
}
