import type { CallScope } from "../scope/call-scope.ts";

/** Runs calls one at a time, in order of arrival. */
export class SendQueue {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for this call's turn; the returned function ends the turn. If a call is stopped while it waits, the order of
   * the others does not change.
   */
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
