import { pace } from "../body-script/pace.ts";
import type { Script } from "../body-script/step.ts";
import { commentsOnly, drip, endAfterBytes, endAfterEvents } from "./body-steps.ts";
import type { Fault, FaultPoint } from "./fault.ts";
import { gzipSteps } from "./gzip-steps.ts";

/** How a body is sent, apart from its faults. */
interface BodyOptions {
  readonly paceMs: number;
  readonly gzip: boolean;
}

/**
 * Applies a fault to a body: its events are paced and may end early, then it is compressed, then its bytes may end early or be
 * sent slowly.
 */
export function faultScript(frames: readonly (string | Uint8Array)[], fault: Fault, options: BodyOptions): Script {
  let script: Script = pace(frames, fault.paceMs ?? options.paceMs);
  const ending = endingOf(fault);
  const { commentsOnly: comments, framing } = fault;
  if (comments) script = commentsOnly(script, comments.afterEvents ?? 0, comments.everyMs);
  if (ending && "afterEvents" in ending.point) script = endAfterEvents(script, ending.point.afterEvents, ending.end);
  if (options.gzip) script = gzipSteps(script, framing !== "truncated-gzip");
  if (ending && "afterBytes" in ending.point) script = endAfterBytes(script, ending.point.afterBytes, ending.end);
  return fault.drip ? drip(script, fault.drip.bytes, fault.drip.everyMs) : script;
}

interface Ending {
  readonly end: "cut" | "reset" | "silence";
  readonly point: FaultPoint;
}

function endingOf({ cutAfterBytes, cutAfterEvents, reset, silence }: Fault): Ending | undefined {
  if (cutAfterBytes !== undefined) return { end: "cut", point: { afterBytes: cutAfterBytes } };
  if (cutAfterEvents !== undefined) return { end: "cut", point: { afterEvents: cutAfterEvents } };
  if (typeof reset === "object") return { end: "reset", point: reset };
  if (silence === "after-headers") return { end: "silence", point: { afterBytes: 0 } };
  return typeof silence === "object" ? { end: "silence", point: silence } : undefined;
}
