import { answerOpenCalls, joinResults } from "../conversation/function-calls.ts";
import { contentsOf } from "../conversation/open-contents.ts";
import type { OpenCall, OpenExchange } from "../conversation/open-exchange.ts";
import type { Turn } from "../conversation/turn.ts";
import type { SendOptions } from "../options/output-options.ts";
import type { OnEvent } from "../platform/events.ts";
import {
  type GenerateContentResponse,
  GenerateContentResponseClass,
  type ResponseOutput,
  type Step,
  StepClass,
} from "../response/generate-content-response.ts";
import type { PendingCall, StepCall, StepResult } from "../response/step-calls.ts";
import type { Content } from "../wire/content.ts";
import { keptOf, type ModelAnswer, responseOf } from "./model-answer.ts";

/** A response of the model, and the calls that it made. */
interface Round extends ModelAnswer {
  readonly response: GenerateContentResponse;
  readonly calls: readonly OpenCall[];
}

/** The work of one exchange so far. Grows while the exchange runs, and stays if it pauses or fails, so that it can be resumed. */
export class ExchangeWork implements OpenExchange {
  /** The options that a resumption inherits, lowest precedence first: those of the calls so far. */
  options: readonly SendOptions[];
  state: OpenExchange["state"] = "failed";
  readonly #turns: Turn[];
  /** How many of the turns are the prompt. */
  readonly #promptLength: number;
  readonly #rounds: Round[] = [];
  #calls: readonly OpenCall[] = [];
  /** Turns that are sent but do not join the history: rejected outputs, and the prompts that ask for their repair. */
  readonly #rejected: Turn[] = [];
  /** The {@link #progress} when it was last resumed. */
  #resumedAt = -1;
  /** Set for calls with a schema. */
  output: ResponseOutput | undefined;

  constructor(prompt: readonly Turn[], options: SendOptions) {
    this.#turns = [...prompt];
    this.#promptLength = prompt.length;
    this.options = [options];
  }

  /** The turns to send. */
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

  /** Whether there is anything to keep besides the prompt. */
  get hasRounds(): boolean {
    return this.#kept.length > this.#promptLength;
  }

  get started(): readonly string[] {
    const calls = new Set([...this.#rounds.flatMap((round) => round.calls), ...this.#calls]);
    return [...calls].filter(({ state }) => state === "started").map(({ name }) => name);
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
    this.#turns.push(...keptOf(answer));
    this.#rounds.push({ ...answer, response: responseOf(answer), calls: [] });
  }

  /** Adds a round that the caller has stored, with its turns. */
  addStored(turns: readonly Turn[], answer: ModelAnswer, calls: readonly OpenCall[]): void {
    this.#turns.push(...turns);
    this.#rounds.push({ ...answer, response: responseOf(answer), calls });
  }

  /** The last response, or the prompt, ends with these calls. */
  openCalls(calls: readonly OpenCall[]): void {
    this.#calls = calls;
    const last = this.#rounds.pop();
    if (last) this.#rounds.push({ ...last, calls });
  }

  /** Adds a turn to send next, such as the results of all open calls. */
  addTurn(turn: Turn): void {
    this.#turns.push(turn);
    this.#calls = [];
  }

  /** Keeps the last answer out of the history. With a turn, the model is shown both in its next request. */
  rejectAnswer(turn?: Turn): void {
    const last = this.#turns.at(-1);
    if (last?.isModel && this.#turns.length > this.#promptLength) this.#rejected.push(last);
    if (!turn) return;
    this.#turns.push(turn);
    this.#rejected.push(turn);
  }

  /** Forgets what does not join the history, and the output of the call that began it. */
  resume(): void {
    this.output = undefined;
    this.#turns.splice(0, this.#turns.length, ...this.#kept);
    this.#rejected.length = 0;
    this.#resumedAt = this.#progress;
  }

  /** What a failure makes of it. A resumption that did nothing leaves it as it was: it still waits for the caller if it had paused. */
  get stateAfterFailure(): OpenExchange["state"] {
    return this.#progress === this.#resumedAt ? this.state : "failed";
  }

  get #progress(): number {
    return this.#turns.length + this.#calls.filter(({ state, result }) => result || state === "started").length;
  }

  /** The turns to send: all results of a model's turn in one turn. */
  get sent(): readonly Turn[] {
    return joinResults(this.#turns);
  }

  /** The contents after the prompt, to continue from. */
  contents(): readonly Content[] {
    return contentsOf(this.#kept.slice(this.#promptLength), this.#calls);
  }

  /** The contents with the prompt, to store; empty before the first response. */
  allContents(): readonly Content[] {
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
    const last = this.#rounds.at(-1);
    if (!last) throw new TypeError("The exchange has no response yet.");
    const [pending, contents] = [this.pending(), this.contents()];
    const isOne = this.#rounds.length === 1 && last.calls.length === 0;
    const { received, durationMs } = last;
    const summary = { contents: () => contents, durationMs, pending, output: this.output };
    // An exchange that continues another one begins with results, which are part of its contents.
    const isPlain = !this.output && contents.length === last.response.contents.length;
    if (isOne) return isPlain ? last.response : new GenerateContentResponseClass(received, summary);
    const steps = this.#rounds.map(({ response, durationMs, calls }): Step => {
      const results = calls.flatMap(stepResultOf);
      return new StepClass({ response, calls: calls.map(stepCallOf), results, durationMs });
    });
    return new GenerateContentResponseClass(received, { ...summary, steps });
  }

  /** The calls without a result. */
  pending(): readonly PendingCall[] {
    const open = this.#calls.filter(({ result }) => !result);
    return open.map((call) => ({ ...stepCallOf(call), reason: call.state === "started" ? "interrupted" : call.state }));
  }
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

/** A call, as responses and chunks show it. */
export function stepCallOf({ callId, name, call }: OpenCall): StepCall {
  return { callId, name, args: call.args ?? {} };
}

/** The result of a call, as responses and chunks show it; nothing if there is none yet. */
export function stepResultOf({ callId, name, result }: OpenCall): readonly StepResult[] {
  if (!result) return [];
  const { value, error, durationMs } = result;
  return [{ callId, name, result: value, error, durationMs }];
}
