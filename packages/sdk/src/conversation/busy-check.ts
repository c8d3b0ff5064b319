import { conversationBusy } from "../errors/call-errors.ts";
import type { AsyncContext, Platform } from "../platform/platform.ts";
import { sharedState } from "../platform/shared-state.ts";

/** A loop over a stream. Its marks outlive the stream, so it must not keep an ended stream in memory. */
interface Loop {
  /** Undefined once the stream has ended. */
  conversation: object | undefined;
  /** Number of `next()` calls that had to wait. */
  pulls: number;
  /** Whether the stream waits for the server. If so, a send waits for the server too, not for the loop's body. */
  isReading: () => boolean;
}

/** Set in the asynchronous context of the code that called `next()`, and inherited by all code that it starts. */
interface Mark {
  readonly loop: Loop;
  readonly pull: number;
}

/** Undefined if the runtime cannot track asynchronous contexts. */
const asyncContext = sharedState(({ createAsyncContext }) => createAsyncContext?.<readonly Mark[]>());

/**
 * Detects a send from inside a `for await` over a stream of the same conversation, which would wait for itself forever.
 * A send from elsewhere while a stream runs simply waits for its turn. The queue cannot tell the two apart. So the
 * iterator's `next()` marks the asynchronous context of its caller, and a send looks for the mark. In runtimes without
 * asynchronous contexts, the send waits until the stream's total deadline.
 */
export class BusyCheck {
  readonly #context: AsyncContext<readonly Mark[]> | undefined;
  readonly #conversation: object;

  constructor(conversation: object, platform: Platform) {
    this.#conversation = conversation;
    this.#context = asyncContext(platform);
  }

  /** Returns a value. Throws `conversation_busy` if the running code is inside a loop over a stream of this conversation. */
  outsideLoop<Value>(value: Value): Value {
    const isInLoop = this.#context
      ?.get()
      ?.some(({ loop, pull }) => loop.conversation === this.#conversation && !loop.isReading() && isOfLoop(pull, loop));
    if (isInLoop) throw conversationBusy();
    return value;
  }

  /** Runs a function that the conversation waits for, so that a send from it fails instead of waiting forever. */
  async guard<Value>(run: () => Value | Promise<Value>): Promise<Value> {
    const context = this.#context;
    if (!context) return run();
    const loop: Loop = { conversation: this.#conversation, pulls: 1, isReading: neverReading };
    const others = (context.get() ?? []).filter((mark) => mark.loop.conversation);
    try {
      // Not `enter`: the first mark of a process would reach all functions that already wait for something, on Node 20 and 22.
      return await context.run([...others, { loop, pull: 1 }], run);
    } finally {
      loop.conversation = undefined;
    }
  }

  /** Watches the loop over one stream. `isReading`: whether the stream waits for the server. */
  watch(isReading: () => boolean): LoopWatch {
    const context = this.#context;
    const loop: Loop = { conversation: this.#conversation, pulls: 0, isReading };
    return {
      enter: () => {
        if (!context) return;
        loop.pulls += 1;
        const others = (context.get() ?? []).filter((mark) => mark.loop.conversation && mark.loop !== loop);
        context.enter([...others, { loop, pull: loop.pulls }]);
      },
      leave: () => {
        loop.conversation = undefined;
        loop.isReading = neverReading;
      },
    };
  }
}

const neverReading = (): boolean => false;

/** Reports the progress of a loop over a stream. */
export interface LoopWatch {
  /** Call it in every `next()` that has to wait, before anything is awaited. */
  readonly enter: () => void;
  /** Call it when the stream has ended. */
  readonly leave: () => void;
}

/**
 * The first `next()` runs before the function with the loop has awaited anything, so it also marks the function's
 * caller, which may do other work meanwhile. So the first mark counts only until the loop calls `next()` again.
 */
function isOfLoop(pull: number, loop: Loop): boolean {
  return pull > 1 || loop.pulls === 1;
}
