import type { CallScope } from "../scope/call-scope.ts";
import { brokenBody } from "./broken-body.ts";
import type { BodyReader, ResponseBody } from "./http.ts";

/** A body whose pieces have to be asked for, handed to a reader that is told of them. `free` gives the socket back. */
export function pumped(pieces: AsyncIterable<Uint8Array>, free: () => void, scope: CallScope): ResponseBody {
  let discarded = false;
  let held: Promise<void> | undefined;
  let goOn = () => {};

  const pass = async (reader: BodyReader) => {
    scope.signal.addEventListener("abort", free);
    try {
      for await (const piece of pieces) {
        if (discarded) return;
        scope.throwIfStopped();
        reader.data(piece);
        if (held) await scope.waitFor(held);
      }
      scope.throwIfStopped();
      if (!discarded) reader.end();
    } catch (error) {
      if (!discarded) reader.fail(scope.signal.aborted ? scope.signal.reason : brokenBody(error));
    } finally {
      scope.signal.removeEventListener("abort", free);
    }
  };
  return {
    read: (reader) => void pass(reader),
    pause: () => {
      held ??= new Promise((resolve) => {
        goOn = resolve;
      });
    },
    resume: () => {
      held = undefined;
      goOn();
    },
    discard: () => {
      discarded = true;
      goOn();
      free();
    },
  };
}
