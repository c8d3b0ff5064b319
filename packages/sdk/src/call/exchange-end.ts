import type { ConversationTransaction } from "../conversation/conversation.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { SeenResponse } from "../response/seen-chunks.ts";
import type { ExchangeFeature } from "./exchange-feature.ts";
import type { ExchangeInit } from "./exchange-init.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import { type MakeResponse, type ModelAnswer, once, responseOf } from "./model-answer.ts";

/**
 * Gives the conversation what it keeps of an exchange: its turns, its open work, or nothing. The first decision stays, so that
 * nothing of the exchange changes once a caller has ended it.
 */
export class ExchangeEnd {
  readonly #init: ExchangeInit;
  readonly #transaction: ConversationTransaction;
  readonly #work: ExchangeWork;
  /** Whether the conversation has the turns, or the work that waits for the caller. */
  #isKept = false;
  #hasFailed = false;

  constructor(init: ExchangeInit, transaction: ConversationTransaction, work: ExchangeWork) {
    this.#init = init;
    this.#transaction = transaction;
    this.#work = work;
  }

  /** Adds all turns to the history. Returns false, and adds none, if it can keep nothing of the response. */
  finish(answer: ModelAnswer): boolean {
    this.#isKept = true;
    return this.#commit(answer);
  }

  /** Keeps the exchange open: it waits for the caller. */
  pause(): void {
    this.#isKept = true;
    this.#work.inheritOptions(this.#init.options);
    this.#transaction.keepOpen(this.#work, "paused");
  }

  /**
   * Adds what the reader of a cancelled stream saw to the history, and returns it as the response. Returns undefined if no
   * response is under way, or the history cannot take it: the exchange then fails, see {@link fail}.
   */
  keepSeen(seen: SeenResponse | undefined, features: readonly ExchangeFeature[]): MakeResponse | undefined {
    const work = this.#work;
    // While functions run, no response is under way.
    if (this.#isKept || work.calls.length > 0 || !seen?.received.hasWholeContent) return undefined;
    const answer = work.answer ?? { ...seen, durationMs: 0 };
    try {
      if (openCalls(work, answer, features) || !this.#commit(answer)) return undefined;
      this.#isKept = true;
      if (work.hasRounds && !work.answer) work.addAnswer(answer);
    } catch {
      return undefined;
    }
    const whole = work.hasRounds ? work.response() : undefined;
    return once(() => whole ?? responseOf(answer, work.output));
  }

  /** Keeps the rounds so far, to be resumed. Returns whether the conversation has them. */
  fail(error: unknown): boolean {
    const work = this.#work;
    if (this.#isKept) return false;
    // An answer that was not checked to its end must not be what a resumption continues.
    if (work.answer && work.calls.length === 0) work.rejectAnswer();
    if (!work.hasRounds) return false;
    // Options that have to change must not fail the next resumption too.
    const mayInherit = !this.#hasFailed && !(isGeminiError(error) && error.group === "request");
    if (mayInherit) work.inheritOptions(this.#init.options);
    this.#hasFailed = true;
    return this.#transaction.keepOpen(work, work.stateAfterFailure);
  }

  #commit(answer: ModelAnswer): boolean {
    const turns = this.#init.slot ? this.#work.turnsWith(answer) : this.#work.turns;
    if (turns) this.#transaction.commit(turns);
    return turns !== undefined;
  }
}

/** If the answer calls functions, adds it to the work, which then waits for their results. Returns whether it does. */
function openCalls(work: ExchangeWork, answer: ModelAnswer, features: readonly ExchangeFeature[]): boolean {
  const hasCalls = work.turnsWith(answer)?.at(-1)?.calls.length;
  if (!hasCalls || !features.some((feature) => feature.openCalls)) return false;
  if (!work.answer) work.addAnswer(answer);
  return features.some((feature) => feature.openCalls?.(work));
}
