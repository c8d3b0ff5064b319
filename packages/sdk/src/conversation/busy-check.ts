import type { AsyncContext, Platform } from "../platform/platform.ts";

/** A stream whose loop the running code may stand in. */
interface OpenLoop {
  readonly conversation: object;
  open: boolean;
  readonly around: OpenLoop | undefined;
}

const contexts = new WeakMap<Platform, AsyncContext<OpenLoop>>();

/**
 * Tells a send from inside a `for await` over the same conversation's stream, which would wait for itself, from a send
 * that merely comes while a stream runs, which waits its turn. Both look alike to a queue. So the iterator's `next()`
 * marks the flow of the code that called it, and a send looks for the mark. Runtimes without such contexts find
 * nothing: there the send waits until its total deadline.
 */
export class BusyCheck {
  readonly #context: AsyncContext<OpenLoop> | undefined;
  readonly #conversation: object;

  constructor(conversation: object, platform: Platform) {
    this.#conversation = conversation;
    this.#context = contextOf(platform);
  }

  /** Whether the running code stands in a loop over this conversation's stream. */
  get inLoop(): boolean {
    for (let loop = this.#context?.get(); loop; loop = loop.around) {
      if (loop.open && loop.conversation === this.#conversation) return true;
    }
    return false;
  }

  /** Marks the running flow; to be called within the caller's own `next()`. The result takes the mark off. */
  createMark(): { readonly enter: () => void; readonly leave: () => void } {
    let mark: OpenLoop | undefined;
    return {
      enter: () => {
        if (mark || !this.#context) return;
        let around = this.#context.get();
        while (around && !around.open) around = around.around;
        mark = { conversation: this.#conversation, open: true, around };
        this.#context.enter(mark);
      },
      leave: () => {
        if (mark) mark.open = false;
      },
    };
  }
}

function contextOf(platform: Platform): AsyncContext<OpenLoop> | undefined {
  let context = contexts.get(platform);
  if (!context && platform.createAsyncContext) {
    context = platform.createAsyncContext<OpenLoop>();
    contexts.set(platform, context);
  }
  return context;
}
