import type { FunctionCall } from "../wire/content.ts";
import type { OpenCall } from "./open-exchange.ts";
import type { Turn } from "./turn.ts";

/** Creates the records of calls that the model has just made. `earlier`: turns whose ids are taken. */
export function openCallsOf(
  calls: readonly FunctionCall[],
  earlier: readonly Turn[],
  nameOf: (call: FunctionCall) => string,
  stateOf: (call: FunctionCall) => OpenCall["state"],
  randomUuid: () => string,
): readonly OpenCall[] {
  const taken = new Set(earlier.flatMap((turn) => turn.calls.map(({ id }) => id)));
  return calls.map((call) => {
    // Some services use the same ids in every response.
    const isUnique = call.id !== undefined && call.id !== "" && !taken.has(call.id);
    const callId = isUnique && call.id !== undefined ? call.id : randomUuid();
    taken.add(callId);
    return { callId, name: nameOf(call), call, state: stateOf(call), result: undefined };
  });
}
