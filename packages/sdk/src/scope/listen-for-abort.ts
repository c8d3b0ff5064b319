import type { AbortSignalLike } from "../platform/web-types.ts";

/** The actions to run when a signal fires, and a function to stop listening to it. */
interface Waiting {
  readonly actions: Set<() => void>;
  readonly stopListening: () => void;
}

// No entry outlives its calls: it is removed with the last call that waits for its signal.
const waitingFor = new WeakMap<AbortSignalLike, Waiting>();

/**
 * Runs `action` when the signal fires; call the result to cancel it. All calls together add only one listener to a
 * signal: with more than ten, Node prints a warning about a leak, although one signal for all calls of a program is
 * legitimate.
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
    // A copy, since actions remove themselves.
    for (const action of [...actions]) action();
  };
  signal.addEventListener("abort", onAbort);
  const waiting = { actions, stopListening: () => signal.removeEventListener("abort", onAbort) };
  waitingFor.set(signal, waiting);
  return waiting;
}
