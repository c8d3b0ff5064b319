import type { Socket } from "node:net";

/** Ends a connection amid an answer: what was written so far still goes out, the end that HTTP asks for does not. */
export async function breakOff(socket: Socket): Promise<void> {
  // The adaptor's last write reaches the socket at the end of this turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  if (socket.destroyed) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.destroySoon();
  await closed;
}
