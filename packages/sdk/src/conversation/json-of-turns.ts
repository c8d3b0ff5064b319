import { generationOf } from "../models/model-name.ts";
import type { ModelRef, Turn } from "./turn.ts";

/** Names the model that answers under the name of another. */
export type AnsweringModel = (asked: ModelRef) => string;

/** The first generation that refuses function calls without a signature. */
const WITH_SIGNATURES = 3;

/** The JSON of one of these turns; undefined if nothing of it is sent. `inExchange`: whether function calling goes on at it. */
export function jsonAt(
  turns: readonly Turn[],
  index: number,
  model: ModelRef,
  inExchange: boolean,
): string | undefined {
  const turn = turns[index];
  return turn?.jsonFor(model, {
    answers: turn.results.length > 0 ? modelTurnBefore(turns, index) : undefined,
    needsPlaceholder: inExchange && isFirstCall(turns, index),
  });
}

function modelTurnBefore(turns: readonly Turn[], index: number): Turn | undefined {
  for (let before = index - 1; before >= 0; before -= 1) if (turns[before]?.isModel) return turns[before];
  return undefined;
}

/** The JSON of the turns from this one on. `first`: the {@link firstPlaceholder}. */
export function jsonFrom(turns: readonly Turn[], from: number, model: ModelRef, first: number): readonly string[] {
  const pieces = turns.slice(from).map((_, offset) => jsonAt(turns, from + offset, model, from + offset >= first));
  return pieces.every(isSent) ? pieces : pieces.filter(isSent);
}

function isSent(json: string | undefined): json is string {
  return json !== undefined;
}

/**
 * The first turn that is sent with a placeholder for a signature; the number of turns if there is none. `answering`: the model
 * that answers, which can be another one if the named one has retired.
 */
export function firstPlaceholder(turns: readonly Turn[], model: ModelRef, answering: AnsweringModel): number {
  const start = startOfFunctionCalling(turns);
  if (start === turns.length || (generationOf(answering(model)) ?? 0) < WITH_SIGNATURES) return turns.length;
  for (let index = start; index < turns.length; index += 1) {
    if (turns[index]?.lacksSignature(model) && isFirstCall(turns, index)) return index;
  }
  return turns.length;
}

/** Several contents of the model in a row are one turn to Google, whose first call has the signature. */
function isFirstCall(turns: readonly Turn[], index: number): boolean {
  for (let before = index - 1; turns[before]?.isModel; before -= 1) if (turns[before]?.calls.length) return false;
  return true;
}

/** Behind the last turn of the user without results of functions. Several contents of the user in a row are one turn. */
function startOfFunctionCalling(turns: readonly Turn[]): number {
  let last = turns.length - 1;
  while (last >= 0) {
    let hasResults = turns[last]?.isModel === true;
    let first = last;
    for (; first >= 0 && !turns[first]?.isModel; first -= 1) hasResults ||= (turns[first]?.results.length ?? 0) > 0;
    if (!hasResults) return last + 1;
    last = first === last ? last - 1 : first;
  }
  return 0;
}
