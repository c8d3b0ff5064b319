import type { OpenCall } from "./record-call.ts";

/**
 * Records how a call ended: by the returned function or because the client disconnected, whichever comes first. "taken" always
 * wins, since an intercept that took the socket closes it.
 */
export function trackOutcome(call: OpenCall, signal: AbortSignal): (outcome: OpenCall["outcome"]) => void {
  const end = (outcome: OpenCall["outcome"]) => {
    signal.removeEventListener("abort", onDisconnect);
    if (call.outcome === "pending" || outcome === "taken") call.outcome = outcome;
  };
  const onDisconnect = () => end("abandoned");
  signal.addEventListener("abort", onDisconnect);
  return end;
}
