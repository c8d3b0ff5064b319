import type { OpenCall } from "./record-call.ts";

/**
 * Notes how a call ended, by the function returned or by the client going away, whichever comes first. A socket that was taken
 * is closed by whoever took it, so that always counts.
 */
export function trackOutcome(call: OpenCall, signal: AbortSignal): (outcome: OpenCall["outcome"]) => void {
  const end = (outcome: OpenCall["outcome"]) => {
    signal.removeEventListener("abort", onGone);
    if (call.outcome === "pending" || outcome === "taken") call.outcome = outcome;
  };
  const onGone = () => end("abandoned");
  signal.addEventListener("abort", onGone);
  return end;
}
