import type { CallScope } from "../scope/call-scope.ts";

/** Lets calls through one at a time, first come, first served. */
export class SendQueue {
  #last: Promise<void> = Promise.resolve();

  /** Waits for this call's turn; the returned function ends the turn. A call stopped while waiting does not reorder the others. */
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
