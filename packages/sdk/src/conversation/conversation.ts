import type { Platform } from "../platform/platform.ts";
import type { Content } from "../wire/content.ts";
import { BusyCheck } from "./busy-check.ts";
import { JoinedTurns } from "./joined-turns.ts";
import { SendQueue } from "./send-queue.ts";
import type { ModelRef, Turn } from "./turn.ts";

/** One model and one fallback model. If calls alternate between more models, the turns are joined again each time. */
const MOST_JOINED = 2;

/** The turns of one conversation. The turns of an exchange are added together or not at all. */
export class Conversation {
  readonly queue = new SendQueue();
  readonly busy: BusyCheck;
  readonly #platform: Platform;
  #turns: readonly Turn[];
  #snapshot: readonly Content[] | undefined;
  /** The turns as sent to the most recent models, the latest model first. */
  #joined: readonly JoinedTurns[];
  #sessionId: string | undefined;

  constructor(platform: Platform, turns: readonly Turn[] = [], joined: readonly JoinedTurns[] = []) {
    this.#platform = platform;
    this.#turns = turns;
    this.#joined = joined;
    this.busy = new BusyCheck(this, platform);
  }

  /** UUID, the same for all prompts of the conversation. Created when first read: not every service needs it. */
  get sessionId(): string {
    this.#sessionId ??= this.#platform.randomUuid();
    return this.#sessionId;
  }

  /** A frozen snapshot; the same object until the turns change. */
  get history(): readonly Content[] {
    this.#snapshot ??= Object.freeze(this.#turns.map((turn) => turn.show()));
    return this.#snapshot;
  }

  /** Starts an exchange on the current turns. */
  begin(): ConversationTransaction {
    const turns = this.#turns;
    return {
      contentsFor: (added, model) => {
        const before = this.#turns === turns ? this.#joinedFor(model) : new JoinedTurns(model);
        return [before.bytesOf(turns), ...jsonOf(added, model)].filter(({ length }) => length > 0);
      },
      commit: (added) => {
        // The history was replaced meanwhile, so the exchange belongs to a history that the user has dropped.
        if (this.#turns !== turns) return;
        this.#turns = [...turns, ...added];
        this.#snapshot = undefined;
      },
    };
  }

  /** Replaces all turns at once. Exchanges under way will not be added. */
  replace(turns: readonly Turn[]): void {
    this.#turns = turns;
    this.#snapshot = undefined;
    this.#joined = [];
  }

  /** An independent conversation with the same turns. */
  fork(): Conversation {
    const joined = this.#joined.map((one) => one.fork());
    return new Conversation(this.#platform, this.#turns, joined);
  }

  #joinedFor(model: ModelRef): JoinedTurns {
    const found = this.#joined.find((one) => one.isFor(model)) ?? new JoinedTurns(model);
    this.#joined = [found, ...this.#joined.filter((one) => one !== found)].slice(0, MOST_JOINED);
    return found;
  }
}

/** One exchange's view of a conversation. */
export interface ConversationTransaction {
  /** The JSON of the history and the new turns for one model: pieces to send in this order, separated by commas. */
  contentsFor(added: readonly Turn[], model: ModelRef): readonly (string | Uint8Array)[];
  /** Adds the turns of the exchange, unless the history was replaced since it began. */
  commit(added: readonly Turn[]): void;
}

/** For stateless calls. */
export const transactionWithoutHistory: ConversationTransaction = {
  contentsFor: jsonOf,
  commit: () => {},
};

function jsonOf(turns: readonly Turn[], model: ModelRef): readonly string[] {
  return turns.map((turn) => turn.jsonFor(model)).filter((json) => json !== undefined);
}
