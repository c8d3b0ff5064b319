import type { Socket } from "node:net";
import { createEmulator, type Emulator, type Intercept } from "@gemini-ts/emulator";

const sockets = new Set<Socket>();
const watch = { socket: (_call: unknown, socket: Socket) => void sockets.add(socket) };
const answer: Intercept = {
  request: (_, request) => (request instanceof Request ? Response.json({ url: request.url }) : undefined),
  response: (_, response) => new Response(response.body, response),
  socket: async (call, socket: Socket) => {
    socket.setNoDelay(true);
    return call.model === "taken" ? "taken" : undefined;
  },
};

/** Replaces the global `fetch` for a test. */
export function replaceFetch(emulator: Emulator = createEmulator({ intercept: { ...answer, ...watch } })): void {
  globalThis.fetch = emulator.fetch;
}
