import type { AsyncContext, Platform } from "../platform/platform.ts";
import { sharedState } from "../platform/shared-state.ts";

/** A stream that is read in a loop. */
interface Loop {
  /** Undefined once the stream has ended. */
  conversation: object | undefined;
  /** How often the loop has asked for more. */
  pulls: number;
  /** Whether more is coming in, so that a send waits for the server and not for the loop's body. */
  reading: boolean;
}

/** Stands in the flow of the code that asked for more, and in all that follows from it. */
interface Mark {
  readonly loop: Loop;
  readonly pull: number;
}

/** Undefined where the runtime cannot follow asynchronous code. */
const asyncContext = sharedState(({ createAsyncContext }) => createAsyncContext?.<readonly Mark[]>());

/**
 * Tells a send from inside a `for await` over the same conversation's stream, which would wait for itself, from a send
 * that merely comes while a stream runs, which waits its turn. Both look alike to a queue. So the iterator's `next()`
 * marks the flow of the code that called it, and a send looks for the mark. Runtimes without such contexts find
 * nothing: there the send waits until the stream's total deadline.
 */
export class BusyCheck {
  readonly #context: AsyncContext<readonly Mark[]> | undefined;
  readonly #conversation: object;

  constructor(conversation: object, platform: Platform) {
    this.#conversation = conversation;
    this.#context = asyncContext(platform);
  }

  /** Whether the running code stands in a loop over this conversation's stream. */
  get inLoop(): boolean {
    return (this.#context?.get() ?? []).some(
      ({ loop, pull }) => loop.conversation === this.#conversation && !loop.reading && isOfLoop(pull, loop),
    );
  }

  /** Watches the loop over one stream. */
  watch(): LoopWatch {
    const context = this.#context;
    const loop: Loop = { conversation: this.#conversation, pulls: 0, reading: false };
    return {
      enter: () => {
        if (!context) return;
        loop.pulls += 1;
        const others = (context.get() ?? []).filter((mark) => mark.loop.conversation && mark.loop !== loop);
        context.enter([...others, { loop, pull: loop.pulls }]);
      },
      reading: (waits) => {
        loop.reading = waits;
      },
      leave: () => {
        loop.conversation = undefined;
      },
    };
  }
}

/** What a stream tells of its loop. */
export interface LoopWatch {
  /** More is asked for; to be called within the caller's own `next()`. */
  readonly enter: () => void;
  /** Whether more is coming in. */
  readonly reading: (waits: boolean) => void;
  /** The stream has ended. */
  readonly leave: () => void;
}

/**
 * The first `next()` runs before the function with the loop has awaited anything, so its mark also reaches whoever called
 * that function and may now do something else. It counts only until the loop asks again.
 */
function isOfLoop(pull: number, loop: Loop): boolean {
  return pull > 1 || loop.pulls === 1;
}
