import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { onTestFinished } from "vitest";
import { until } from "../auth/support/until.ts";

/**
 * Watches the connections that open from now on, over `node:http` and over `fetch`. The function that it returns resolves
 * when the client has read everything that the server has written to this socket.
 */
export function watchArrivals(): (serverSocket: Socket | undefined) => Promise<void> {
  const clientSockets: Socket[] = [];
  const onSocket = (message: unknown) => clientSockets.push((message as { readonly socket: Socket }).socket);
  subscribe("net.client.socket", onSocket);
  onTestFinished(() => void unsubscribe("net.client.socket", onSocket));
  return (serverSocket) =>
    until(() => {
      const client = clientSockets.find(({ localPort }) => localPort === serverSocket?.remotePort);
      return client?.bytesRead === serverSocket?.bytesWritten;
    });
}
