import { answerOpenCalls, joinResults } from "../conversation/function-calls.ts";
import { keptTurn } from "../conversation/kept-parts.ts";
import { contentsOf } from "../conversation/open-contents.ts";
import type { OpenCall, OpenExchange } from "../conversation/open-exchange.ts";
import type { ModelRef, Turn } from "../conversation/turn.ts";
import type { CallOptions } from "../options/call-options.ts";
import type { PreparedPrompt } from "../request/prepared-prompt.ts";
import type { Accumulator } from "../response/accumulator.ts";
import {
  type GenerateContentResponse,
  GenerateContentResponseClass,
  type Step,
  StepClass,
} from "../response/generate-content-response.ts";
import { shownOf } from "../response/read-candidate.ts";
import { warningsOn } from "../response/response-warnings.ts";
import type { PendingCall, StepCall, StepResult } from "../response/step-calls.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Content } from "../wire/content.ts";

/** What came of one model call. */
export interface ModelAnswer {
  readonly received: Accumulator;
  /** The model that answered. */
  readonly model: ModelRef | undefined;
  /** Milliseconds. */
  readonly durationMs: number;
}

/** A response of the model, and the calls that it made. */
interface Round extends ModelAnswer {
  readonly response: GenerateContentResponse;
  readonly calls: readonly OpenCall[];
}

/** The work of one exchange so far. Grows while the exchange runs, and stays if it pauses or fails, so that it can be resumed. */
export class ExchangeWork implements OpenExchange {
  /** The options of the call that began the exchange. */
  readonly options: CallOptions;
  state: OpenExchange["state"] = "failed";
  readonly #turns: Turn[];
  /** How many of the turns are the prompt. */
  readonly #promptLength: number;
  readonly #rounds: Round[] = [];
  #calls: readonly OpenCall[] = [];

  constructor(prompt: readonly Turn[], options: CallOptions) {
    this.#turns = [...prompt];
    this.#promptLength = prompt.length;
    this.options = options;
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  get calls(): readonly OpenCall[] {
    return this.#calls;
  }

  /** Whether there is anything to keep besides the prompt. */
  get hasRounds(): boolean {
    return this.#turns.length > this.#promptLength;
  }

  get started(): readonly string[] {
    const calls = new Set([...this.#rounds.flatMap((round) => round.calls), ...this.#calls]);
    return [...calls].filter(({ state }) => state === "started").map(({ name }) => name);
  }

  /** All turns with this last answer, added or not; undefined if a history can keep nothing of it. */
  turnsWith(answer: ModelAnswer): readonly Turn[] | undefined {
    if (this.#rounds.at(-1)?.received === answer.received) return this.#turns.at(-1)?.isModel ? this.#turns : undefined;
    const kept = keptOf(answer);
    return kept.length > 0 ? [...this.#turns, ...kept] : undefined;
  }

  /** Adds what the model answered. */
  addAnswer(answer: ModelAnswer): void {
    const response = responseOf(answer);
    this.#turns.push(...keptTurn(response.content, answer.model));
    this.#rounds.push({ ...answer, response, calls: [] });
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

  /** The turns to send: all results of a model's turn in one turn. */
  get sent(): readonly Turn[] {
    return joinResults(this.#turns);
  }

  /** The contents after the prompt, to continue from. */
  contents(): readonly Content[] {
    return contentsOf(this.#turns.slice(this.#promptLength), this.#calls);
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
    if (contents.length === last.response.contents.length && last.calls.length === 0) return last.response;
    const steps = this.#rounds.map(({ response, durationMs, calls }): Step => {
      const results = calls.flatMap(stepResultOf);
      return new StepClass({ response, calls: calls.map(stepCallOf), results, durationMs });
    });
    const { received, durationMs } = last;
    return new GenerateContentResponseClass(received, { contents: () => contents, durationMs, steps, pending });
  }

  /** The calls without a result. */
  pending(): readonly PendingCall[] {
    return this.#calls.filter(({ result }) => !result).map((call) => ({ ...stepCallOf(call), reason: reasonOf(call) }));
  }
}

/** Begins an exchange with the turns of its prompt. */
export async function beginWork(
  { prompt, options }: { readonly prompt: PreparedPrompt; readonly options: CallOptions },
  history: readonly Turn[],
  scope: CallScope,
): Promise<ExchangeWork> {
  const prompts = typeof prompt === "function" ? await scope.waitFor(prompt(scope)) : prompt;
  return new ExchangeWork(answerOpenCalls(history, prompts, scope.onEvent), options);
}

/** Makes a response, the same each time. */
export type MakeResponse = () => GenerateContentResponse;

/** Assembled on first use, because few callers that iterate ever ask for the whole response. */
export function once(make: MakeResponse): MakeResponse {
  let made: GenerateContentResponse | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The response of one model call alone. */
export function responseOf(answer: ModelAnswer): GenerateContentResponse {
  const contents = () => keptOf(answer).map((turn) => turn.show());
  return new GenerateContentResponseClass(answer.received, { contents, durationMs: answer.durationMs });
}

/** The turn that a history keeps of an answer. */
function keptOf({ received, model }: ModelAnswer): readonly Turn[] {
  return keptTurn(shownOf(received.candidates(), received.shown)?.content, model);
}

/** Warns of what is wrong with a complete response. `isStorable`: whether the conversation can keep it. */
export function warnOf(scope: CallScope, answer: ModelAnswer, response: MakeResponse, isStorable: boolean): void {
  if (!scope.observed) return;
  const asked = { model: answer.model?.model ?? "", isStorable };
  for (const warning of warningsOn(answer.received, response, asked)) scope.onEvent(warning);
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

function reasonOf({ state }: OpenCall): PendingCall["reason"] {
  return state === "started" ? "interrupted" : state;
}
