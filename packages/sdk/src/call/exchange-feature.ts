import type { ModelRef } from "../conversation/turn.ts";
import type { RequestRest } from "./call-contents.ts";
import type { ExchangeWork } from "./exchange-work.ts";

/**
 * What follows in an exchange:
 * - `"continue"`: another model call, because the feature has added turns.
 * - `"pause"`: the exchange waits for the caller.
 * - `"done"`: the feature needs no further model call.
 */
export type NextStep = "continue" | "pause" | "done";

/** Decides after each response whether the exchange continues, for example with tool results or a repair. */
export interface ExchangeFeature {
  /** Adds what it needs to a request. `isFirst`: whether it is the first of the exchange. Throws `unsupported`. */
  complete(rest: RequestRest, model: ModelRef, isFirst: boolean): RequestRest;
  /** Finishes what an exchange that is resumed has left open, before its next model call. */
  begin(work: ExchangeWork): Promise<NextStep>;
  /** Decides about the last response in `work`. */
  next(work: ExchangeWork): Promise<NextStep>;
  /** Adds the calls of the last response to `work`, which stops with it. Returns whether there are any. */
  openCalls?(work: ExchangeWork): boolean;
}

/** Asks features in their order; the first that is not done decides. */
export async function askFeatures(
  features: readonly ExchangeFeature[],
  question: (feature: ExchangeFeature) => Promise<NextStep>,
): Promise<NextStep> {
  for (const feature of features) {
    const next = await question(feature);
    if (next !== "done") return next;
  }
  return "done";
}
