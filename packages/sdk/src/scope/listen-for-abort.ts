import type { AbortSignalLike } from "../platform/web-types.ts";

/** What is to be done when a signal fires, and how to stop listening to it. */
interface Waiting {
  readonly actions: Set<() => void>;
  readonly stopListening: () => void;
}

// Not state that outlives a call: an entry goes with the last call that waits for its signal.
const waitingFor = new WeakMap<AbortSignalLike, Waiting>();

/**
 * Runs `action` when the signal fires; call the result to prevent it. However many wait for one signal, it has one
 * listener of ours: from the eleventh on, Node warns on stderr of a leak, and a signal for all calls of a program is none.
 */
export function listenForAbort(signal: AbortSignalLike, action: () => void): () => void {
  const waiting = waitingFor.get(signal) ?? listenTo(signal);
  waiting.actions.add(action);
  return () => {
    waiting.actions.delete(action);
    if (waiting.actions.size > 0 || waitingFor.get(signal) !== waiting) return;
    waiting.stopListening();
    waitingFor.delete(signal);
  };
}

function listenTo(signal: AbortSignalLike): Waiting {
  const actions = new Set<() => void>();
  const onAbort = () => {
    // A copy: what ends takes its action away.
    for (const action of [...actions]) action();
  };
  signal.addEventListener("abort", onAbort);
  const waiting = { actions, stopListening: () => signal.removeEventListener("abort", onAbort) };
  waitingFor.set(signal, waiting);
  return waiting;
}
