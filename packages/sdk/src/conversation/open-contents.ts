import type { Content } from "../wire/content.ts";
import { type CallResult, errorResult, interruptedResult, type OpenCall, resultsTurn } from "./open-exchange.ts";
import { Turn } from "./turn.ts";

/**
 * The contents of turns whose last response made the open calls. The results are those that exist, or will never exist. If
 * calls are left, calls and results are under their `callId`: not every service gives calls an id, and without one, the result
 * of one call would be taken for that of another call of the same function, which would then run twice.
 */
export function contentsOf(turns: readonly Turn[], calls: readonly OpenCall[]): readonly Content[] {
  const done = calls.flatMap((call) => {
    const result = call.result ?? resultWithoutRun(call);
    return result ? [{ call, result }] : [];
  });
  const results = done.length > 0 ? [resultsTurn(done.map(({ result }) => result))] : [];
  const all = [...turns, ...results];
  const hasIds = calls.every(({ callId, call }) => call.id === callId);
  if (hasIds || done.length === calls.length) return all.map((turn) => turn.show());
  // A stored response can be several turns.
  const from = turns.findLastIndex((turn) => !turn.isModel) + 1;
  const [called, given] = [calls, done.map(({ call }) => call)].map((list) => list.map(({ callId }) => callId));
  return all.map((turn, index) => {
    if (index < from || turn.calls.length + turn.results.length === 0) return turn.show();
    return underIds(turn, (turn.isModel ? called : given) ?? []).show();
  });
}

/** The result of a call that has none and that nothing will run. The contents do not say which arguments were unfit. */
function resultWithoutRun(call: OpenCall): CallResult | undefined {
  if (call.state === "started") return interruptedResult(call);
  return call.unfit && call.state !== "result" ? errorResult(call, call.unfit.error) : undefined;
}

/**
 * A turn that takes the first of these ids for its calls or results. Without an origin, so that they are sent only to services
 * that take them.
 */
function underIds({ content }: Turn, left: string[]): Turn {
  const parts = (content.parts ?? []).map((part) => {
    const { functionCall, functionResponse } = part;
    if (functionCall) return { ...part, functionCall: { ...functionCall, id: left.shift() } };
    return functionResponse ? { ...part, functionResponse: { ...functionResponse, id: left.shift() } } : part;
  });
  return new Turn({ ...content, parts });
}
