import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

/** One request as it came over the socket. */
export interface RawRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** To answer on, byte by byte, or to break. */
  readonly socket: Socket;
  /** From 0, over the whole server. */
  readonly index: number;
  /** Which connection it came on, from 0. */
  readonly connection: number;
}

/** A server of scripted bytes on loopback. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RawRequest[];
  /** All that were ever opened. */
  readonly sockets: readonly Socket[];
  /** Resolves when the client has ended or reset the connection (by default the first). */
  closed(connection?: number): Promise<void>;
  /** Resolves when so many requests have come whole. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server that hands every whole request to `answer`, which writes raw bytes to `request.socket`. It closes with
 * the test. `tls` makes it an HTTPS server.
 */
export async function startRawServer(
  answer: (request: RawRequest) => unknown,
  { tls }: { readonly tls?: TlsOptions } = {},
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets: Socket[] = [];
  const ends: Promise<void>[] = [];
  let announce: () => void = () => {};
  let news = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const tell = () => {
    const resolve = announce;
    news = new Promise((next) => {
      announce = next;
    });
    resolve();
  };

  const onSocket = (socket: Socket) => {
    const connection = sockets.push(socket) - 1;
    socket.on("error", () => {});
    // A half-closed connection is left to the script.
    ends.push(
      new Promise((resolve) => {
        socket.once("end", resolve);
        socket.once("close", () => resolve());
      }),
    );
    let received = Buffer.alloc(0);
    socket.on("data", (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let parsed = parseRequest(received); parsed; parsed = parseRequest(received)) {
        received = received.subarray(parsed.length);
        const request = { ...parsed.request, socket, index: requests.length, connection };
        requests.push(request);
        tell();
        answer(request);
      }
    });
    tell();
  };

  const options = { allowHalfOpen: true };
  const server = tls ? createTlsServer({ ...options, ...tls }, onSocket) : createServer(options, onSocket);
  server.on("tlsClientError", () => {});
  // Those of failed TLS handshakes as well.
  const connections: Socket[] = [];
  server.on("connection", (socket: Socket) => connections.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of connections) socket.destroy();
    });
  onTestFinished(close);
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    requests,
    sockets,
    closed: async (connection = 0) => {
      while (!ends[connection]) await news;
      await ends[connection];
    },
    received: async (count) => {
      while (requests.length < count) await news;
    },
    close,
  };
}

type ParsedRequest = Pick<RawRequest, "method" | "path" | "headers" | "body">;

/** The first whole request with a content-length, or nothing yet. */
function parseRequest(bytes: Buffer): { readonly request: ParsedRequest; readonly length: number } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const [requestLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const [method = "", path = ""] = requestLine.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const length = headEnd + 4 + Number(headers["content-length"] ?? 0);
  if (bytes.length < length) return undefined;
  return { request: { method, path, headers, body: bytes.subarray(headEnd + 4, length).toString() }, length };
}
