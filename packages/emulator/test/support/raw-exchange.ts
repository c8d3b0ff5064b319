import { connect } from "node:net";
import { apiKey, say } from "./start-emulator.ts";

/** What was received over a connection until it was closed. */
export interface RawReply {
  /** Status line and headers, in lower case; empty if there were none. */
  readonly head: string;
  /** Everything after the headers, with its framing, one character per byte. */
  readonly body: string;
  /** Such as `"ECONNRESET"`; undefined if the connection was closed without an error. */
  readonly errorCode: string | undefined;
}

const content = { contents: [say("Write a story of 50 words.")] };

export const path = "/v1beta/models/gemini-3.5-flash-lite:generateContent";
export const streamPath = "/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse";

/** Sends a request with an API key, and resolves when the connection is closed. `connection: close` shows who closed it. */
export function askRaw(url: string, target = streamPath, headers: Record<string, string> = {}): Promise<RawReply> {
  const body = JSON.stringify(content);
  const all = { host: "localhost", ...apiKey, "content-length": String(body.length), connection: "close", ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST ${target} HTTP/1.1\r\n${head.join("")}\r\n${body}`);
  return new Promise((resolve) => {
    let received = "";
    let errorCode: string | undefined;
    socket.setEncoding("latin1");
    socket.on("data", (bytes: string) => {
      received += bytes;
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      errorCode = error.code;
    });
    socket.on("close", () => {
      const end = received.indexOf("\r\n\r\n");
      resolve({
        head: received.slice(0, Math.max(0, end)).toLowerCase(),
        body: end < 0 ? "" : received.slice(end + 4),
        errorCode,
      });
    });
  });
}

/** The content of chunked framing, and whether the framing is complete. */
export function unchunk(body: string): { readonly text: string; readonly ended: boolean } {
  let text = "";
  for (let rest = body; ; ) {
    const match = /^([0-9a-f]+)\r\n/.exec(rest);
    const size = Number.parseInt(match?.[1] ?? "", 16);
    if (!match || size === 0) return { text, ended: size === 0 && rest.endsWith("0\r\n\r\n") };
    text += rest.slice(match[0].length, match[0].length + size);
    rest = rest.slice(match[0].length + size + 2);
  }
}
