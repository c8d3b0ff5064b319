import type { Platform } from "../platform/platform.ts";
import type { Content } from "../wire/content.ts";
import { BusyCheck } from "./busy-check.ts";
import { SendQueue } from "./send-queue.ts";
import type { Origin, Turn } from "./turn.ts";

/** The turns of one conversation. A prompt and its answer are added together or not at all. */
export class Conversation {
  readonly queue = new SendQueue();
  readonly busy: BusyCheck;
  /** UUID, the same for all prompts of the conversation. */
  readonly sessionId: string;
  readonly #platform: Platform;
  #turns: readonly Turn[];
  #snapshot: readonly Content[] | undefined;

  constructor(platform: Platform, turns: readonly Turn[] = []) {
    this.#platform = platform;
    this.#turns = turns;
    this.busy = new BusyCheck(this, platform);
    this.sessionId = platform.randomUuid();
  }

  /** Frozen, and the same object until the next commit. */
  get history(): readonly Content[] {
    this.#snapshot ??= Object.freeze(this.#turns.map((turn) => turn.content));
    return this.#snapshot;
  }

  /** The conversation as it stands, for one prompt. */
  begin(): Draft {
    const turns = this.#turns;
    return {
      contentsFor: (prompt, target) =>
        [...turns, prompt].map((turn) => turn.bytesFor(target)).filter((bytes) => bytes !== undefined),
      commit: (...added) => {
        // Cleared meanwhile: the answer belongs to what the user threw away.
        if (this.#turns !== turns) return;
        this.#turns = [...turns, ...added];
        this.#snapshot = undefined;
      },
    };
  }

  /** Forgets everything, at once. An answer that is under way is delivered and not kept. */
  clear(): void {
    this.#turns = [];
    this.#snapshot = undefined;
  }

  /** A conversation with the same turns and a life of its own. */
  fork(): Conversation {
    return new Conversation(this.#platform, this.#turns);
  }
}

/** One prompt's view of the conversation. */
export interface Draft {
  /** The JSON of every turn to send, the prompt last. */
  contentsFor(prompt: Turn, target: Origin): readonly Uint8Array[];
  /** Adds the prompt's turns, unless the conversation was cleared since. */
  commit(...added: readonly Turn[]): void;
}
