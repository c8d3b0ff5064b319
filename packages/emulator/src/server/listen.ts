import type { Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Handler } from "./app.ts";
import { compress } from "./compress.ts";

/** A server that listens on the loopback interface. */
export interface Listening {
  /** Such as `http://127.0.0.1:8080`, without a trailing slash. */
  readonly url: string;
  /** Stops listening and closes all open sockets. */
  close(): Promise<void>;
}

/** How to listen. */
export interface ListenOptions {
  /** 0 chooses a free port. */
  readonly port: number;
  /** Whether responses are compressed for clients that accept gzip. */
  readonly gzip: boolean;
  /** Whether the server and its connections keep the process running. */
  readonly keepProcessAlive: boolean;
}

/**
 * Listens on 127.0.0.1.
 *
 * @throws Error of `node:net`, such as one with the code `EADDRINUSE`.
 */
export async function listen(handle: Handler, { port, gzip, keepProcessAlive }: ListenOptions): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, { incoming }) => {
      const socket = incoming.socket as Socket;
      try {
        const response = await handle(request, socket);
        return chunked(gzip ? compress(response, request.headers.get("accept-encoding")) : response);
      } catch {
        // An intercept threw, or the request was aborted: close the connection.
        socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // A client in this process that waits for an answer keeps it running by its own end of the connection.
    if (!keepProcessAlive) socket.unref();
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  if (!keepProcessAlive) server.unref();
  const address = server.address();
  const boundPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${boundPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

// Otherwise the adaptor holds the headers back until the first chunks of the body.
function chunked(response: Response): Response {
  if (response.body !== null && !response.headers.has("content-length")) {
    response.headers.set("transfer-encoding", "chunked");
  }
  return response;
}
