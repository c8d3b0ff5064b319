import type { Platform } from "../platform/platform.ts";
import type { Content } from "../wire/content.ts";
import { BusyCheck } from "./busy-check.ts";
import { JoinedTurns } from "./joined-turns.ts";
import { SendQueue } from "./send-queue.ts";
import type { ModelRef, Turn } from "./turn.ts";

/** The model and one fallback. A conversation that alternates between more models joins its turns anew. */
const MOST_JOINED = 2;

/** The turns of one conversation. A prompt and its response are added together or not at all. */
export class Conversation {
  readonly queue = new SendQueue();
  readonly busy: BusyCheck;
  readonly #platform: Platform;
  #turns: readonly Turn[];
  #snapshot: readonly Content[] | undefined;
  /** The joined turns for the models asked last, latest first. */
  #joined: readonly JoinedTurns[];
  #sessionId: string | undefined;

  constructor(platform: Platform, turns: readonly Turn[] = [], joined: readonly JoinedTurns[] = []) {
    this.#platform = platform;
    this.#turns = turns;
    this.#joined = joined;
    this.busy = new BusyCheck(this, platform);
  }

  /** A UUID for all prompts of the conversation. Made on demand, because not every backend sends it. */
  get sessionId(): string {
    this.#sessionId ??= this.#platform.randomUuid();
    return this.#sessionId;
  }

  /** Frozen; the same object until the next commit. */
  get history(): readonly Content[] {
    this.#snapshot ??= Object.freeze(this.#turns.map((turn) => turn.content));
    return this.#snapshot;
  }

  /** Starts the transaction of one prompt on the current turns. */
  begin(): Draft {
    const turns = this.#turns;
    return {
      contentsFor: (prompt, target) => {
        const json = prompt.jsonFor(target);
        const before = this.#turns === turns ? this.#joinedFor(target) : new JoinedTurns(target);
        return [before.bytesOf(turns), json ?? ""].filter(({ length }) => length > 0);
      },
      commit: (...added) => {
        // Cleared meanwhile: the response belongs to the discarded turns.
        if (this.#turns !== turns) return;
        this.#turns = [...turns, ...added];
        this.#snapshot = undefined;
      },
    };
  }

  /** Drops all turns at once. A response under way is delivered but not added. */
  clear(): void {
    this.#turns = [];
    this.#snapshot = undefined;
    this.#joined = [];
  }

  /** An independent conversation with the same turns. */
  fork(): Conversation {
    const joined = this.#joined.map((one) => one.fork());
    return new Conversation(this.#platform, this.#turns, joined);
  }

  #joinedFor(target: ModelRef): JoinedTurns {
    const found = this.#joined.find((one) => one.isFor(target)) ?? new JoinedTurns(target);
    this.#joined = [found, ...this.#joined.filter((one) => one !== found)].slice(0, MOST_JOINED);
    return found;
  }
}

/** One prompt's view of the conversation. */
export interface Draft {
  /** The JSON of the turns to send, prompt last: pieces to be joined by commas. */
  contentsFor(prompt: Turn, target: ModelRef): readonly (string | Uint8Array)[];
  /** Adds the turns, unless the conversation was cleared since. */
  commit(...added: readonly Turn[]): void;
}
