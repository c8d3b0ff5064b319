import type { CallScope } from "../scope/call-scope.ts";

/** One call at a time, in the order in which they came. */
export class SendQueue {
  #last: Promise<void> = Promise.resolve();

  /** Waits for this call's turn; the result ends it. A call that is stopped while it waits leaves the order as it is. */
  async enter(scope: CallScope): Promise<() => void> {
    scope.throwIfStopped();
    scope.enterPhase("queue");
    const before = this.#last;
    let leave: () => void = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    try {
      await scope.waitFor(before);
    } catch (error) {
      void before.then(leave);
      throw error;
    }
    return leave;
  }
}
