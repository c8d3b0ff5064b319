import { unansweredCalls } from "../errors/option-errors.ts";
import type { OnEvent } from "../platform/events.ts";
import type { FunctionCall, FunctionResponse, Part } from "../wire/content.ts";
import { Turn } from "./turn.ts";

const NO_RESULT = "No result: the function was not called, or its result was lost.";

/**
 * Throws `invalid_options` if a history from the caller has function calls without results, which Google refuses. At its end
 * calls may be open if `mayEndOpen`: the next prompt contains their results.
 */
export function checkCalls(turns: readonly Turn[], argument: string, mayEndOpen: boolean): void {
  let open: readonly FunctionCall[] = [];
  let openAt = 0;
  for (const [index, turn] of turns.entries()) {
    if (!turn.isModel) {
      open = withoutResults(open, turn.results);
      continue;
    }
    const isSameTurn = turns[index - 1]?.isModel === true;
    if (open.length > 0 && !isSameTurn) throw unansweredCalls(`${argument}[${openAt}]`, open, false);
    open = isSameTurn ? [...open, ...turn.calls] : turn.calls;
    if (turn.calls.length > 0) openAt = index;
  }
  const last = turns.at(-1);
  if (open.length === 0 || (mayEndOpen && (last?.isModel || last?.results.length))) return;
  throw unansweredCalls(`${argument}[${openAt}]`, open, false);
}

/**
 * The turns to send for a prompt. Google refuses every request with a call that has no result. If a model of ours made calls
 * at the end of the history that the prompt does not answer, an error for the model to read takes the place of each result,
 * with a warning. Throws `invalid_options` if the calls came from the caller.
 */
export function answerOpenCalls(history: readonly Turn[], prompt: readonly Turn[], onEvent: OnEvent): readonly Turn[] {
  const { open, origin } = openAtEnd(history);
  if (open.length === 0) return prompt;
  const given = prompt.flatMap((turn) => (turn.isModel ? [] : turn.results));
  const missing = withoutResults(open, given);
  if (missing.length === 0) return prompt;
  if (!origin) throw unansweredCalls("prompt", missing, true);
  onEvent({ type: "warning", code: "function_results_added", message: RESULTS_ADDED });
  const [first, ...others] = prompt;
  if (!first || first.isModel) return [new Turn({ role: "user", parts: missing.map(errorFor) }), ...prompt];
  const parts = inOrderOfCalls(open, missing, first.content.parts ?? []);
  return [new Turn({ ...first.content, parts }), ...others];
}

const RESULTS_ADDED =
  "The prompt has no results for function calls of the previous response, which Google rejects, so an error was sent for each. " +
  "Send a `functionResponse` for every `functionCall`.";

/** The calls at the end of turns that have no results yet, and the model that made them. */
export function openAtEnd(history: readonly Turn[]): {
  readonly open: readonly FunctionCall[];
  readonly origin?: Turn["origin"];
} {
  if (history.length === 0) return { open: [] };
  const lastModel = history.findLastIndex((turn) => turn.isModel);
  const results = history.slice(lastModel + 1).flatMap((turn) => turn.results);
  let first = lastModel;
  while (first > 0 && history[first - 1]?.isModel) first -= 1;
  const calls = lastModel < 0 ? [] : history.slice(first, lastModel + 1).flatMap((turn) => turn.calls);
  return { open: calls.length === 0 ? calls : withoutResults(calls, results), origin: history[lastModel]?.origin };
}

/**
 * The same turns, with the results of a model's turn in one turn and in the order of its calls, if several turns have them: an
 * exchange that has paused gets its results one after the other, and services without ids go by the order.
 */
export function joinResults(turns: readonly Turn[]): readonly Turn[] {
  if (turns.length < 2) return turns;
  const isSplit = (turn: Turn, before: Turn | undefined) =>
    turn.results.length > 0 && before && before.results.length > 0;
  if (!turns.some((turn, index) => isSplit(turn, turns[index - 1]))) return turns;
  const joined: Turn[] = [];
  let calls: readonly FunctionCall[] = [];
  for (const turn of turns) {
    if (turn.isModel) calls = joined.at(-1)?.isModel ? [...calls, ...turn.calls] : turn.calls;
    const before = joined.at(-1);
    if (!isSplit(turn, before)) joined.push(turn);
    else {
      const parts = [...(joined.pop()?.content.parts ?? []), ...(turn.content.parts ?? [])];
      joined.push(new Turn({ ...turn.content, parts: inOrderOfCalls(calls, [], parts) }));
    }
  }
  return joined;
}

/** Results in the order of the calls, as a result without an id belongs to the first call of its name; then the other parts. */
function inOrderOfCalls(
  open: readonly FunctionCall[],
  missing: readonly FunctionCall[],
  parts: readonly Part[],
): readonly Part[] {
  const results = parts.filter(({ functionResponse }) => functionResponse);
  const words = parts.filter(({ functionResponse }) => !functionResponse);
  const left = [...results];
  const ordered = open.flatMap((call) => {
    if (missing.includes(call)) return [errorFor(call)];
    const byId = left.findIndex((part) => call.id !== undefined && part.functionResponse?.id === call.id);
    const index = byId < 0 ? left.findIndex((part) => part.functionResponse?.name === call.name) : byId;
    return index < 0 ? [] : left.splice(index, 1);
  });
  return [...ordered, ...left, ...words];
}

function errorFor({ id, name = "" }: FunctionCall): Part {
  return { functionResponse: { ...(id !== undefined && { id }), name, response: { error: NO_RESULT } } };
}

/** The calls that no result belongs to: by its id, else by its name, in order. */
function withoutResults(calls: readonly FunctionCall[], results: readonly FunctionResponse[]): readonly FunctionCall[] {
  if (calls.length === 0 || results.length === 0) return calls;
  const left = [...calls];
  const take = (belongs: (call: FunctionCall) => boolean): boolean => {
    const index = left.findIndex(belongs);
    return index >= 0 && left.splice(index, 1).length > 0;
  };
  const unmatched = results.filter(({ id }) => id === undefined || !take((call) => call.id === id));
  for (const { name } of unmatched) take((call) => call.name === name);
  return left;
}
