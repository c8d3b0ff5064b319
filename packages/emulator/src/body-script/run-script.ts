import { untilAborted, type Wait } from "../wait.ts";
import { BodyBreak } from "./body-break.ts";
import type { Script } from "./step.ts";

/** A body that does what a script says, step by step as it is read, and stops when its reader goes away. */
export function runScript(script: Script, wait: Wait): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const steps = script[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value: step } = await steps.next();
          if (done) return controller.close();
          if ("end" in step) {
            if (step.end === "silence") await untilAborted(gone.signal);
            else throw new BodyBreak(step.end);
          } else if ("waitMs" in step) {
            await wait(step.waitMs, gone.signal);
          } else if (step.bytes.length > 0) {
            return controller.enqueue(step.bytes);
          }
        }
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
