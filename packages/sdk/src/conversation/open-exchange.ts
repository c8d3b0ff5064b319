import type { FunctionCall, Part } from "../wire/content.ts";
import { Turn } from "./turn.ts";

/** What the model gets for a call of a function. */
export interface CallResult {
  /** The part with the `functionResponse`. */
  readonly part: Part;
  /** Media that the model does not take within a `functionResponse`: they follow the results. */
  readonly media: readonly Part[];
  /** The result as JSON, or its parts; undefined for an error. */
  readonly value: unknown;
  /** The error that the model gets in place of a result. */
  readonly error: string | undefined;
  /** Milliseconds that the function ran; 0 if it did not. */
  readonly durationMs: number;
}

/** A call of a function, from the model's turn until its result is sent. The one place that says whether it has run. */
export interface OpenCall {
  readonly callId: string;
  /** The name of the tool; if there is none, the name that the model called. */
  readonly name: string;
  /** The call as it is in the model's turn. */
  readonly call: FunctionCall;
  /**
   * What the model wrote in place of an object with arguments, and what it is told. The turn has no arguments then, and no
   * function runs.
   */
  readonly unfit?: { readonly args: unknown; readonly error: string };
  /**
   * - `"waiting"`: not started yet.
   * - `"approval"`: not started, because it waits for approval.
   * - `"result"`: not started, since nothing here runs it.
   * - `"started"`: it runs, has ended, or was interrupted. It must never be started again.
   */
  state: "waiting" | "approval" | "result" | "started";
  /** Set once, the moment it exists. */
  result: CallResult | undefined;
}

/** An exchange that has made calls of functions and is not in the history: it waits for results, or has failed. */
export interface OpenExchange {
  /**
   * How it ended last:
   * - `"paused"`: it waits for the caller, who has to approve calls or to pass results.
   * - `"failed"`: the next send drops it.
   * - `"stored"`: all of it was history until it was resumed, and is history again if the resumption adds nothing.
   */
  state: "paused" | "failed" | "stored";
  /** The prompt, then the rounds so far: turns of the model with calls, each followed by a turn with their results. */
  readonly turns: readonly Turn[];
  /** The calls of the last turn whose results have yet to be sent; empty if all were sent. */
  readonly calls: readonly OpenCall[];
  /** The names of the functions that have been started, in order. */
  readonly started: readonly string[];
}

/** An error in place of a result. `message`: for the model to read. */
export function errorResult({ call }: OpenCall, message: string, durationMs = 0): CallResult {
  return { part: responsePart(call, { error: message }), media: [], value: undefined, error: message, durationMs };
}

/** For a call that was started and not finished when its exchange ended: it may have done its work. */
export function interruptedResult(call: OpenCall): CallResult {
  return errorResult(call, INTERRUPTED);
}

const INTERRUPTED =
  "The function was interrupted before it returned, and was not called again. It is not known whether it did its work.";

/** A part with the result of a call, under the call's id and name. */
export function responsePart({ id, name = "" }: FunctionCall, response: object): Part {
  return { functionResponse: { ...(id !== undefined && { id }), name, response } };
}

/** The turn that answers calls, in their order. */
export function resultsTurn(results: readonly CallResult[]): Turn {
  const parts = [...results.map(({ part }) => part), ...results.flatMap(({ media }) => media)];
  return new Turn({ role: "user", parts });
}
