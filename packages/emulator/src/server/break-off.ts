import type { Socket } from "node:net";
import { BodyBreak } from "../body-script/body-break.ts";

/** Milliseconds for the other side to read: a reset right behind bytes passes for an ordinary end, or takes them back. */
const readingMs = 10;

/**
 * Ends a connection amid an answer: what was written so far still goes out, the end that HTTP asks for does not. The connection
 * is closed, or reset where the error says so.
 */
export async function breakOff(socket: Socket, error: unknown): Promise<void> {
  // The adaptor's last write reaches the socket at the end of this turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  if (socket.destroyed) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  if (error instanceof BodyBreak && error.how === "reset") {
    // A reset takes back what has not left yet: this write is done after all before it.
    await new Promise((resolve) => socket.write("", resolve));
    await new Promise((resolve) => setTimeout(resolve, readingMs));
    // A client in this very process reads between the two.
    await new Promise((resolve) => setImmediate(resolve));
    socket.resetAndDestroy();
  } else {
    socket.destroySoon();
  }
  await closed;
}
