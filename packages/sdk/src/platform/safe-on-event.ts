import type { OnEvent } from "./events.ts";
import { isPromise } from "./is-promise.ts";

/** An {@link OnEvent} that is safe to call. */
export function safeOnEvent(onEvent: OnEvent | null | undefined): OnEvent {
  if (!onEvent) return unheard;
  return (event) => {
    try {
      const returned: unknown = onEvent(event);
      // An async observer is not awaited; without this, its failure would end the process.
      if (isPromise(returned)) returned.then(undefined, () => {});
    } catch {
      // The documented contract: a throwing observer never breaks a call.
    }
  };
}

/** The {@link OnEvent} of callers that pass none. */
export function unheard(): void {}
