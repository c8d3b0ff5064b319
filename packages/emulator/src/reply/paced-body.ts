import { setTimeout as wait } from "node:timers/promises";

/** A body that gives out one piece at a time, the first at once, and stops when its reader goes away. */
export function pacedBody(pieces: readonly string[], paceMs: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let next = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (next > 0 && paceMs > 0) await wait(paceMs, undefined, { signal: gone.signal });
        const piece = pieces[next];
        next += 1;
        if (piece !== undefined) controller.enqueue(encoder.encode(piece));
        if (next >= pieces.length) controller.close();
      },
      cancel() {
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
