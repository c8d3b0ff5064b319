import { untilAborted, type Wait } from "../wait.ts";
import { BodyBreak } from "./body-break.ts";
import type { Script } from "./step.ts";

/** Creates a body that runs a script, one step per read, and stops when its reader cancels. */
export function runScript(script: Script, wait: Wait): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const steps = script[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value: step } = await steps.next();
          if (done) return controller.close();
          if ("end" in step) {
            if (step.end === "silence") await untilAborted(cancelled.signal);
            else throw new BodyBreak(step.end);
          } else if ("waitMs" in step) {
            await wait(step.waitMs, cancelled.signal);
          } else if (step.bytes.length > 0) {
            return controller.enqueue(step.bytes);
          }
        }
      },
      cancel() {
        cancelled.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
