import type { RequestRest } from "../../call/call-contents.ts";
import type { ExchangeFeature, NextStep } from "../../call/exchange-feature.ts";
import type { ExchangeWork } from "../../call/exchange-work.ts";
import { storedAnswer } from "../../call/stored-answer.ts";
import { openAtEnd } from "../../conversation/function-calls.ts";
import { openCallsOf } from "../../conversation/open-calls.ts";
import { type OpenCall, resultsTurn } from "../../conversation/open-exchange.ts";
import type { ModelRef, Turn } from "../../conversation/turn.ts";
import { toolRoundsExceeded } from "../../errors/exchange-errors.ts";
import { GeminiError } from "../../errors/gemini-error.ts";
import { unansweredCalls } from "../../errors/option-errors.ts";
import type { FunctionCall } from "../../wire/content.ts";
import { isRecord } from "../../wire/is-record.ts";
import { applyResults } from "./apply-results.ts";
import { CallRunner } from "./call-runner.ts";
import { functionNamed, type PreparedTools, prepareTools } from "./prepared-tools.ts";
import type { ToolLoopInit } from "./tool-loop-init.ts";
import { addTools } from "./tool-request.ts";

const DEFAULT_MAX_ROUNDS = 10;

/** Prepares the tools of a call. Throws `invalid_options` for a schema that cannot be converted, `tools_unavailable`. */
export async function createToolLoop(init: ToolLoopInit): Promise<ExchangeFeature> {
  return new ToolLoop(init, await prepareTools(init.context));
}

/**
 * Runs the functions that the model calls, until it answers.
 *
 * | a response | then |
 * |---|---|
 * | without calls of functions | the exchange is done |
 * | with calls, after `maxRounds` rounds | `tool_rounds_exceeded` |
 * | with calls that all have results, once those that can have run | the results are sent |
 * | with calls of which some have no result | the exchange pauses |
 */
class ToolLoop implements ExchangeFeature {
  readonly #init: ToolLoopInit;
  #tools: PreparedTools;
  readonly #runner: CallRunner;
  #rounds = 0;
  /** Whether `toolChoice` may force a call: not if the exchange begins with results, as when it continues another one. */
  #mayForce = true;
  /** Whether the open calls are in the contents of a stateless call. */
  #areStored = false;

  constructor(init: ToolLoopInit, tools: PreparedTools) {
    this.#init = init;
    this.#tools = tools;
    this.#runner = new CallRunner(init, () => this.#tools);
  }

  complete(rest: RequestRest, model: ModelRef, isFirst: boolean): RequestRest {
    const { toolChoice } = this.#init.context.settings.generation;
    return addTools(rest, this.#tools, toolChoice, model, isFirst && this.#mayForce);
  }

  async begin(work: ExchangeWork): Promise<NextStep> {
    const { results } = this.#init;
    if (work.calls.length === 0 && !work.hasRounds) {
      const { open } = openAtEnd(work.turns);
      this.#areStored = open.length > 0;
      if (this.#areStored) work.openCalls(this.#openCalls(open, []));
    }
    if (results)
      applyResults(work.calls, results, ({ call }) => this.#runner.canRun(call), this.#runner.takesMedia(work.turns));
    this.#mayForce = work.calls.length === 0 && work.turns.at(-1)?.results.length === 0;
    if (work.calls.length === 0) return "continue";
    const next = await this.#finishRound(work);
    if (next === "pause" && !work.hasResponse) this.#pauseStored(work);
    return next;
  }

  /** The contents of a stateless call ended with calls of which some have no result. Throws if none of them can ever get one here. */
  #pauseStored(work: ExchangeWork): void {
    const { calls, turns } = work;
    if (calls.every(({ state }) => state === "result")) {
      throw unansweredCalls(
        "contents",
        calls.map(({ call }) => call),
        false,
      );
    }
    const last = turns.findLastIndex((turn) => turn.isModel);
    const first = turns.findLastIndex((turn, index) => index < last && !turn.isModel) + 1;
    work.addStored([], storedAnswer(turns.slice(first, last + 1)), calls);
  }

  openCalls(work: ExchangeWork): boolean {
    const calls = work.turns.at(-1)?.calls ?? [];
    const earlier = [...this.#init.history, ...work.turns.slice(0, -1)];
    // The turn has only what Google takes back.
    const received = work.lastResponse?.functionCalls ?? [];
    const opened = this.#openCalls(calls, earlier).map((open, index) => withUnfit(open, received[index]));
    if (calls.length > 0) work.openCalls(opened);
    return calls.length > 0;
  }

  async next(work: ExchangeWork): Promise<NextStep> {
    if (!this.openCalls(work)) return "done";
    const { toolLoop } = this.#init.context.settings.generation;
    const { maxRounds } = toolLoop || {};
    const most = maxRounds ?? DEFAULT_MAX_ROUNDS;
    if (toolLoop !== false && this.#rounds >= most) {
      throw toolRoundsExceeded(
        most,
        work.calls.map(({ call }) => this.#runner.shownName(call)),
      );
    }
    this.#rounds += 1;
    return this.#finishRound(work);
  }

  async #finishRound(work: ExchangeWork): Promise<NextStep> {
    await this.#runner.run(work.calls, this.#runner.takesMedia(work.turns), this.#areStored);
    this.#areStored = false;
    const results = work.calls.flatMap(({ result }) => result ?? []);
    if (results.length < work.calls.length) return "pause";
    work.addTurn(resultsTurn(results));
    if (this.#tools.isLive) await this.#refresh();
    return "continue";
  }

  /** A call can change the tools of its server. If they cannot be used, those of the last list stay: the exchange has made calls. */
  async #refresh(): Promise<void> {
    const { context } = this.#init;
    const { scope } = context;
    scope.start();
    try {
      this.#tools = await prepareTools(context);
    } catch (error) {
      scope.throwIfStopped();
      if (!(error instanceof GeminiError)) throw error;
      const { code, message } = error;
      context.warnOnce({ type: "warning", code, message: `The tools of the last list stay in use. ${message}` });
    }
  }

  #openCalls(calls: readonly FunctionCall[], earlier: readonly Turn[]): readonly OpenCall[] {
    const { platform } = this.#init.context;
    const nameOf = ({ name = "" }: FunctionCall) => functionNamed(this.#tools, name)?.tool.name ?? name;
    return openCallsOf(calls, earlier, nameOf, (call) => this.#runner.stateOf(call), platform.randomUuid);
  }
}

function withUnfit(open: OpenCall, received: FunctionCall | undefined): OpenCall {
  const args: unknown = received?.args ?? {};
  if (isRecord(args)) return open;
  const kind = Array.isArray(args) ? "an array" : `a ${typeof args}`;
  return { ...open, unfit: { args, error: `The arguments are not valid: they are ${kind} instead of an object.` } };
}
