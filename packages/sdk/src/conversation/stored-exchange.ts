import type { FunctionResponse, Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { openAtEnd } from "./function-calls.ts";
import type { CallResult, OpenCall } from "./open-exchange.ts";
import type { Turn } from "./turn.ts";

/** A response of the model in a history, with what follows up to the next one. */
export interface StoredRound {
  readonly model: readonly Turn[];
  /** Turns with results. */
  readonly results: readonly Turn[];
  /** All turns of the history before it. */
  readonly earlier: readonly Turn[];
}

/** The exchange that a history ends with, if its answer is missing. */
export interface StoredExchange {
  /** The turns before it. */
  readonly before: readonly Turn[];
  readonly prompt: readonly Turn[];
  readonly rounds: readonly StoredRound[];
  /** Whether calls of the last round lack results. */
  readonly isWaiting: boolean;
}

/**
 * The exchange at the end of a history, from its prompt on. Undefined if the history does not end with calls or their results.
 * Words beside results belong to the exchange.
 */
export function storedExchange(turns: readonly Turn[]): StoredExchange | undefined {
  const last = turns.at(-1);
  const isWaiting = openAtEnd(turns).open.length > 0;
  if (!isWaiting && (last === undefined || last.isModel || last.results.length === 0)) return undefined;
  const isPrompt = (turn: Turn | undefined) => turn !== undefined && !turn.isModel && turn.results.length === 0;
  // Text between calls and their results is not a prompt.
  const isAnswered = (index: number) => openAtEnd(turns.slice(0, index)).open.length === 0;
  let start = turns.findLastIndex((turn, index) => isPrompt(turn) && isAnswered(index));
  while (isPrompt(turns[start - 1])) start -= 1;
  const from = Math.max(start, 0);
  const first = turns.findIndex((turn, index) => index >= from && turn.isModel);
  if (first < 0) return undefined;
  const rounds: { model: Turn[]; results: Turn[]; earlier: readonly Turn[] }[] = [];
  for (const [index, turn] of turns.entries()) {
    if (index < first) continue;
    const round = rounds.at(-1);
    if (!turn.isModel) round?.results.push(turn);
    else if (round?.results.length === 0) round.model.push(turn);
    else rounds.push({ model: [turn], results: [], earlier: turns.slice(0, index) });
  }
  return { before: turns.slice(0, from), prompt: turns.slice(from, first), rounds, isWaiting };
}

/** Gives calls the results in turns: by their ids, else by their names, in order. A call with a result never runs. */
export function giveStored(calls: readonly OpenCall[], turns: readonly Turn[]): void {
  const parts = turns.flatMap(({ content }) => content.parts ?? []);
  // No one can say to which result a file or a text belongs.
  let media = parts.filter(({ functionResponse }) => !functionResponse);
  const give = (part: Part, belongs: (call: OpenCall, result: FunctionResponse) => boolean): boolean => {
    const result = part.functionResponse;
    const call = result && calls.find((one) => !one.result && belongs(one, result));
    if (!call) return false;
    call.state = "started";
    call.result = resultOf(part, media);
    media = [];
    return true;
  };
  const results = parts.filter(({ functionResponse }) => functionResponse);
  const others = results.filter((part) => !give(part, ({ call }, { id }) => id !== undefined && call.id === id));
  for (const part of others) give(part, ({ call }, { name }) => call.name === name);
}

/** The reverse of what is sent for a result: `{ result }` stands for a value that is not an object. */
function resultOf(part: Part, media: readonly Part[]): CallResult {
  const response: unknown = part.functionResponse?.response;
  const members = isRecord(response) ? Object.keys(response) : [];
  const only = isRecord(response) && members.length === 1 ? response : {};
  const error = typeof only.error === "string" ? only.error : undefined;
  const isWrapped = "result" in only && !isRecord(only.result);
  const value = error === undefined ? (isWrapped ? only.result : response) : undefined;
  return { part, media, value, error, durationMs: 0 };
}
