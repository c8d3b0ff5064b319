import type { Socket } from "node:net";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { BodyBreak } from "../body-script/body-break.ts";

/** Milliseconds for the client to read: a reset right after bytes may discard them, or look like an ordinary end. */
const readingMs = 10;

/**
 * Closes a connection in the middle of a response, or resets it if the error says so. What was written before is still sent; the end
 * of the body that HTTP requires is not.
 */
export async function breakOff(socket: Socket, error: unknown): Promise<void> {
  // The adaptor's last write reaches the socket at the end of this turn of the event loop.
  await nextTurn();
  if (socket.destroyed) return;
  const closed = new Promise((resolve) => socket.once("close", resolve));
  if (error instanceof BodyBreak && error.how === "reset") {
    // A reset discards bytes that are not sent yet: this write completes after all previous ones.
    await new Promise((resolve) => socket.write("", resolve));
    await delay(readingMs);
    // Lets a client in the same process read before the reset.
    await nextTurn();
    socket.resetAndDestroy();
  } else {
    socket.destroySoon();
  }
  await closed;
}
