import type { Script, Step } from "../body-script/step.ts";

/** How a body ends. */
type End = Extract<Step, { readonly end: string }>["end"];

/** Cuts a script after `count` bytes, or at its end if that comes first, and ends it with `end`. */
export async function* endAfterBytes(script: Script, count: number, end: End): AsyncGenerator<Step> {
  let left = count;
  for await (const step of script) {
    if (!("bytes" in step)) {
      yield step;
      continue;
    }
    if (step.bytes.length >= left) {
      yield { bytes: step.bytes.subarray(0, left) };
      yield { end };
      return;
    }
    left -= step.bytes.length;
    yield step;
  }
  yield { end };
}

/** Cuts a script after `count` events, or at its end if that comes first, and ends it with `end`. */
export async function* endAfterEvents(script: Script, count: number, end: End): AsyncGenerator<Step> {
  yield* firstEvents(script, count);
  yield { end };
}

/** Sends some events, and then event-stream comments forever. */
export async function* commentsOnly(script: Script, afterEvents: number, everyMs: number): AsyncGenerator<Step> {
  const comment = new TextEncoder().encode(": keep-alive\r\n\r\n");
  yield* firstEvents(script, afterEvents);
  for (;;) {
    yield { bytes: comment };
    yield { waitMs: everyMs };
  }
}

/** Sends the bytes of a script a few at a time. */
export async function* drip(script: Script, bytes: number, everyMs: number): AsyncGenerator<Step> {
  let first = true;
  for await (const step of script) {
    if (!("bytes" in step)) {
      yield step;
      continue;
    }
    for (let start = 0; start < step.bytes.length; start += bytes) {
      if (!first) yield { waitMs: everyMs };
      first = false;
      yield { bytes: step.bytes.subarray(start, start + bytes) };
    }
  }
}

async function* firstEvents(script: Script, count: number): AsyncGenerator<Step> {
  if (count === 0) return;
  let left = count;
  for await (const step of script) {
    yield step;
    if ("bytes" in step) left -= 1;
    if (left === 0) return;
  }
}
