import type { Platform } from "../platform/platform.ts";
import type { Content } from "../wire/content.ts";
import { BusyCheck } from "./busy-check.ts";
import { JoinedTurns } from "./joined-turns.ts";
import { SendQueue } from "./send-queue.ts";
import type { Origin, Turn } from "./turn.ts";

/** A model and one to fall back on; who asks more models in turns pays for joining anew. */
const MOST_JOINED = 2;

/** The turns of one conversation. A prompt and its answer are added together or not at all. */
export class Conversation {
  readonly queue = new SendQueue();
  readonly busy: BusyCheck;
  readonly #platform: Platform;
  #turns: readonly Turn[];
  #snapshot: readonly Content[] | undefined;
  /** The turns as the models asked last get them, the latest first. */
  #joined: readonly JoinedTurns[];
  #sessionId: string | undefined;

  constructor(platform: Platform, turns: readonly Turn[] = [], joined: readonly JoinedTurns[] = []) {
    this.#platform = platform;
    this.#turns = turns;
    this.#joined = joined;
    this.busy = new BusyCheck(this, platform);
  }

  /** UUID, the same for all prompts of the conversation. Made when it is asked for, which not every service does. */
  get sessionId(): string {
    this.#sessionId ??= this.#platform.randomUuid();
    return this.#sessionId;
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
      contentsFor: (prompt, target) => {
        const json = prompt.jsonFor(target);
        const before = this.#turns === turns ? this.#joinedFor(target) : new JoinedTurns(target);
        return [before.bytesOf(turns), json ?? ""].filter(({ length }) => length > 0);
      },
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
    this.#joined = [];
  }

  /** A conversation with the same turns and a life of its own. */
  fork(): Conversation {
    const joined = this.#joined.map((one) => one.fork());
    return new Conversation(this.#platform, this.#turns, joined);
  }

  #joinedFor(target: Origin): JoinedTurns {
    const found = this.#joined.find((one) => one.isFor(target)) ?? new JoinedTurns(target);
    this.#joined = [found, ...this.#joined.filter((one) => one !== found)].slice(0, MOST_JOINED);
    return found;
  }
}

/** One prompt's view of the conversation. */
export interface Draft {
  /** The JSON of the turns to send, the prompt last: pieces to stand one after the other with commas between. */
  contentsFor(prompt: Turn, target: Origin): readonly (string | Uint8Array)[];
  /** Adds the prompt's turns, unless the conversation was cleared since. */
  commit(...added: readonly Turn[]): void;
}
