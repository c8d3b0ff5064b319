import { answerOpenCalls, joinResults } from "../conversation/function-calls.ts";
import { contentsOf } from "../conversation/open-contents.ts";
import type { OpenCall, OpenExchange } from "../conversation/open-exchange.ts";
import type { Turn } from "../conversation/turn.ts";
import { inheritedOptions, type SendOptions } from "../options/output-options.ts";
import type { OnEvent } from "../platform/events.ts";
import type { GenerateContentResponse, ResponseOutput } from "../response/generate-content-response.ts";
import type { PendingCall } from "../response/step-calls.ts";
import type { Content } from "../wire/content.ts";
import { type Round, responseOfRounds, stepCallOf } from "./exchange-response.ts";
import { keptOf, type ModelAnswer, responseOf } from "./model-answer.ts";

/** Shared, because most exchanges have no rounds, open calls or rejected turns. */
const NONE: readonly never[] = Object.freeze([]);

/** The work of one exchange so far. Grows while the exchange runs, and stays if it pauses or fails, so that it can be resumed. */
export class ExchangeWork implements OpenExchange {
  #options: readonly SendOptions[];
  state: OpenExchange["state"] = "failed";
  #turns: readonly Turn[];
  /** How many of the turns are the prompt. */
  readonly #promptLength: number;
  #rounds: readonly Round[] = NONE;
  #calls: readonly OpenCall[] = NONE;
  /** Turns that are sent but do not join the history: rejected outputs, and the prompts that ask for their repair. */
  #rejected: readonly Turn[] = NONE;
  /** The {@link #progress} when it was last resumed. */
  #resumedAt = -1;
  /** The added answer that the features decide about; undefined while the model is asked. */
  answer: ModelAnswer | undefined;
  /** Set for calls with a schema. */
  output: ResponseOutput | undefined;

  constructor(prompt: readonly Turn[], options: SendOptions) {
    this.#turns = prompt;
    this.#promptLength = prompt.length;
    this.#options = [options];
  }

  /** The options that a resumption inherits, lowest precedence first: those of the calls so far. */
  get options(): readonly SendOptions[] {
    return this.#options;
  }

  /** The next resumption inherits the options of this call too. */
  inheritOptions(latest: SendOptions): void {
    this.#options = inheritedOptions(this.#options, latest);
  }

  /** The prompt and all that followed, also what does not join the history. */
  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** The turns that may join the history. */
  get #kept(): readonly Turn[] {
    return this.#rejected.length === 0 ? this.#turns : this.#turns.filter((turn) => !this.#rejected.includes(turn));
  }

  get calls(): readonly OpenCall[] {
    return this.#calls;
  }

  /** Whether there is anything to keep besides the prompt: turns, or what became of calls that the prompt ends with. */
  get hasRounds(): boolean {
    return this.#kept.length > this.#promptLength || this.#calls.some(isBegun);
  }

  get started(): readonly string[] {
    return this.#allCalls.filter(({ state }) => state === "started").map(({ name }) => name);
  }

  /** All turns with this last answer, added or not; undefined if a history can keep nothing of it. */
  turnsWith(answer: ModelAnswer): readonly Turn[] | undefined {
    const turns = this.#kept;
    if (this.#rounds.at(-1)?.received === answer.received) return turns.at(-1)?.isModel ? turns : undefined;
    const kept = keptOf(answer);
    return kept.length > 0 ? [...turns, ...kept] : undefined;
  }

  /** Adds what the model answered. */
  addAnswer(answer: ModelAnswer): void {
    this.answer = answer;
    this.#addTurns(keptOf(answer));
    this.#addRound({ ...answer, response: responseOf(answer), calls: NONE });
  }

  #addTurns(turns: readonly Turn[]): void {
    this.#turns = [...this.#turns, ...turns];
  }

  #addRound(round: Round): void {
    this.#rounds = [...this.#rounds, round];
  }

  /** Adds a round that the caller has stored, with its turns. */
  addStored(turns: readonly Turn[], answer: ModelAnswer, calls: readonly OpenCall[]): void {
    this.#addTurns(turns);
    this.#addRound({ ...answer, response: responseOf(answer), calls });
  }

  /** The last response, or the prompt, ends with these calls. */
  openCalls(calls: readonly OpenCall[]): void {
    this.#calls = calls;
    this.#rounds = this.#rounds.map((round, index) =>
      index === this.#rounds.length - 1 ? { ...round, calls } : round,
    );
  }

  /** Adds a turn to send next, such as the results of all open calls. */
  addTurn(turn: Turn): void {
    this.#addTurns([turn]);
    this.#calls = NONE;
  }

  /** Keeps the last answer out of the history. With a turn, the model is shown both in its next request. */
  rejectAnswer(turn?: Turn): void {
    const last = this.#turns.at(-1);
    if (last?.isModel && this.#turns.length > this.#promptLength) this.#rejected = [...this.#rejected, last];
    if (!turn) return;
    this.#addTurns([turn]);
    this.#rejected = [...this.#rejected, turn];
  }

  /** Forgets what does not join the history, and the output of the call that began it. */
  resume(): void {
    this.output = undefined;
    this.#turns = this.#kept;
    this.#rejected = NONE;
    this.#resumedAt = this.#progress;
  }

  /** What a failure makes of it. A resumption that did nothing leaves it as it was: it still waits for the caller if it had paused. */
  get stateAfterFailure(): OpenExchange["state"] {
    return this.#progress === this.#resumedAt ? this.state : "failed";
  }

  /** Grows with every turn that may join the history, and with every call that starts or gets a result. */
  get #progress(): number {
    return this.#kept.length + this.#allCalls.filter(isBegun).length;
  }

  get #allCalls(): readonly OpenCall[] {
    return [...new Set([...this.#rounds.flatMap((round) => round.calls), ...this.#calls])];
  }

  /** The {@link turns}, with all results of a model's turn in one turn. */
  get turnsToSend(): readonly Turn[] {
    return joinResults(this.#turns);
  }

  /** The contents after the prompt, to continue from. */
  contentsAfterPrompt(): readonly Content[] {
    return contentsOf(this.#kept.slice(this.#promptLength), this.#calls);
  }

  /** The contents with the prompt, to store; empty before the first response. */
  contentsToStore(): readonly Content[] {
    return this.hasRounds ? contentsOf(this.#kept, this.#calls) : [];
  }

  /** The response of the last model call alone. */
  get lastResponse(): GenerateContentResponse | undefined {
    return this.#rounds.at(-1)?.response;
  }

  /** Whether there is a response already. */
  get hasResponse(): boolean {
    return this.#rounds.length > 0;
  }

  /** The last response, with all rounds so far. A copy: results can still come. */
  response(): GenerateContentResponse {
    return responseOfRounds(this.#rounds, {
      contents: this.contentsAfterPrompt(),
      pending: this.pending(),
      output: this.output,
    });
  }

  /** The calls without a result. */
  pending(): readonly PendingCall[] {
    const open = this.#calls.filter(({ result }) => !result);
    return open.map((call) => ({ ...stepCallOf(call), reason: call.state === "started" ? "interrupted" : call.state }));
  }
}

function isBegun({ state, result }: OpenCall): boolean {
  return result !== undefined || state === "started";
}

/** Begins an exchange with the turns of its prompt. */
export function beginWork(
  prompt: readonly Turn[],
  options: SendOptions,
  history: readonly Turn[],
  onEvent: OnEvent,
): ExchangeWork {
  return new ExchangeWork(answerOpenCalls(history, prompt, onEvent), options);
}
