import type { Step } from "./step.ts";

const encoder = new TextEncoder();

/** Sends the frames of a stream `paceMs` milliseconds apart. */
export async function* pace(frames: readonly (string | Uint8Array)[], paceMs: number): AsyncGenerator<Step> {
  for (const [index, frame] of frames.entries()) {
    if (index > 0 && paceMs > 0) yield { waitMs: paceMs };
    yield { bytes: typeof frame === "string" ? encoder.encode(frame) : frame };
  }
}
