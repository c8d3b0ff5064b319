import type { Platform } from "../platform/platform.ts";
import type { Content } from "../wire/content.ts";
import { BusyCheck } from "./busy-check.ts";
import { JoinedTurns } from "./joined-turns.ts";
import { type AnsweringModel, firstPlaceholder, jsonFrom } from "./json-of-turns.ts";
import type { OpenExchange } from "./open-exchange.ts";
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
  #open: OpenExchange | undefined;
  #running: OpenExchange | undefined;

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

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** A frozen snapshot; the same object until the turns change. */
  get history(): readonly Content[] {
    this.#snapshot ??= Object.freeze(this.#turns.map((turn) => turn.show()));
    return this.#snapshot;
  }

  /** The exchange that is paused or has failed after its first round, if there is one. */
  get open(): OpenExchange | undefined {
    return this.#open;
  }

  /** The exchange that has its turn, if it may take several rounds; else the open one. */
  get latest(): OpenExchange | undefined {
    return this.#running ?? this.#open;
  }

  /** Drops the open exchange. One that is being resumed will not be added. */
  dropOpen(): void {
    if (this.#running === this.#open) this.#running = undefined;
    this.#open = undefined;
  }

  /** Starts an exchange on the current turns, or continues the open one. */
  begin(): ConversationTransaction {
    const turns = this.#turns;
    let open = this.#open;
    // Otherwise, the history was replaced meanwhile, so the exchange belongs to a history that the user has dropped.
    const isCurrent = () => this.#turns === turns && this.#open === open;
    let sentSignatures = false;
    return {
      turns,
      contentsFor: (added, model, answering) => {
        const all = [...turns, ...added];
        const first = firstPlaceholder(all, model, answering);
        const settled = Math.min(turns.length, first);
        const joined = this.#turns === turns ? this.#joinedFor(model) : new JoinedTurns(model);
        // Turns that were joined without a placeholder which they need now.
        const before = joined.count > settled ? new JoinedTurns(model) : joined;
        const bytes = before.bytesOf(settled === turns.length ? turns : turns.slice(0, settled));
        sentSignatures = before.hasSignatures || sendSignatures(all.slice(settled), model);
        return [bytes, ...jsonFrom(all, settled, model, first)].filter(({ length }) => length > 0);
      },
      refuseSignatures: (added, model) => {
        this.#joined = this.#joined.filter((one) => !one.isFor(model));
        for (const turn of [...turns, ...added]) turn.refuseSignatures(model);
        return sentSignatures;
      },
      show: (exchange) => {
        if (isCurrent()) this.#running = exchange;
      },
      commit: (added) => {
        if (!isCurrent()) return;
        this.#turns = [...turns, ...added];
        this.#snapshot = undefined;
        this.#open = undefined;
        // It is history now, although a cancelled stream has its turn until it has cleaned up.
        this.#running = undefined;
      },
      keepOpen: (exchange, state) => {
        exchange.state = state;
        if (!isCurrent()) return false;
        this.#open = exchange;
        open = exchange;
        return true;
      },
      end: () => {
        this.#running = undefined;
      },
    };
  }

  /** Replaces all turns at once, and the open exchange. Exchanges under way will not be added. */
  replace(turns: readonly Turn[], open?: OpenExchange): void {
    this.#turns = turns;
    this.#open = open;
    this.#running = undefined;
    this.#snapshot = undefined;
    this.#joined = [];
  }

  /** Takes back the last prompts, each with all turns after it. Returns how many it took. */
  rewind(prompts: number): number {
    let taken = 0;
    let kept = this.#turns.length;
    for (let index = kept - 1; index >= 0 && taken < prompts; index -= 1) {
      // Several contents of the user in a row are one prompt.
      if (!this.#turns[index]?.isPrompt || this.#turns[index - 1]?.isPrompt) continue;
      taken += 1;
      kept = index;
    }
    this.dropOpen();
    if (taken > 0) this.replace(this.#turns.slice(0, kept));
    // The exchange under way is the last one, even if it is the first.
    else {
      this.#turns = [...this.#turns];
      this.#running = undefined;
    }
    return taken;
  }

  /** An independent conversation with the same turns, without the open exchange: its calls must not run twice. */
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
  /** The turns before the exchange. */
  readonly turns: readonly Turn[];
  /** The JSON of the history and the new turns for one model: pieces to send in this order, separated by commas. */
  contentsFor(added: readonly Turn[], model: ModelRef, answering: AnsweringModel): readonly (string | Uint8Array)[];
  /**
   * Stops sending signatures to a model that refused one. Returns whether the last contents for it had any: only then is
   * it of use to send them again.
   */
  refuseSignatures(added: readonly Turn[], model: ModelRef): boolean;
  /** Shows the exchange as the conversation's latest one while it has its turn. */
  show(exchange: OpenExchange): void;
  /** Adds the turns of the exchange, unless the history was replaced since it began. */
  commit(added: readonly Turn[]): void;
  /**
   * Keeps the exchange aside, to be resumed or dropped; may be called again. Returns false, and does not keep it, if the history
   * was replaced since it began, or the exchange dropped since it was kept.
   */
  keepOpen(exchange: OpenExchange, state: OpenExchange["state"]): boolean;
  /** The exchange leaves its turn. */
  end(): void;
}

const NO_TURNS: readonly Turn[] = Object.freeze([]);

/** For stateless calls. */
export class WithoutHistory implements ConversationTransaction {
  readonly turns = NO_TURNS;
  #sentSignatures = false;

  contentsFor(added: readonly Turn[], model: ModelRef, answering: AnsweringModel): readonly string[] {
    this.#sentSignatures = sendSignatures(added, model);
    return jsonFrom(added, 0, model, firstPlaceholder(added, model, answering));
  }

  refuseSignatures(added: readonly Turn[], model: ModelRef): boolean {
    for (const turn of added) turn.refuseSignatures(model);
    return this.#sentSignatures;
  }

  show(): void {}

  commit(): void {}

  keepOpen(): boolean {
    return false;
  }

  end(): void {}
}

function sendSignatures(turns: readonly Turn[], model: ModelRef): boolean {
  return turns.some((turn) => turn.sendsSignatures(model));
}
