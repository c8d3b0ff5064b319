import type { CallScope } from "../scope/call-scope.ts";
import { brokenBody } from "./broken-body.ts";
import type { ResponseBody } from "./http.ts";
import type { Sink } from "./sink.ts";

/** Turns a pull-based body into one that pushes its pieces. `free` releases the socket. */
export function pushBody(pieces: AsyncIterable<Uint8Array>, free: () => void, scope: CallScope): ResponseBody {
  let discarded = false;
  let paused: Promise<void> | undefined;
  let resume = () => {};

  const pushAll = async (sink: Sink<Uint8Array>) => {
    scope.signal.addEventListener("abort", free);
    try {
      for await (const piece of pieces) {
        if (discarded) return;
        scope.throwIfStopped();
        sink.push(piece);
        sink.flush();
        if (paused) await scope.waitFor(paused);
      }
      scope.throwIfStopped();
      if (!discarded) sink.end();
    } catch (error) {
      if (!discarded) sink.fail(scope.signal.aborted ? scope.signal.reason : brokenBody(error));
    } finally {
      scope.signal.removeEventListener("abort", free);
    }
  };
  return {
    read: (sink) => void pushAll(sink),
    pause: () => {
      paused ??= new Promise((resolve) => {
        resume = resolve;
      });
    },
    resume: () => {
      paused = undefined;
      resume();
    },
    discard: () => {
      discarded = true;
      resume();
      free();
    },
  };
}
