import type { OpenCall } from "../conversation/open-exchange.ts";
import {
  type GenerateContentResponse,
  GenerateContentResponseClass,
  type ResponseOutput,
  type Step,
  StepClass,
} from "../response/generate-content-response.ts";
import type { PendingCall, StepCall, StepResult } from "../response/step-calls.ts";
import type { Content } from "../wire/content.ts";
import type { ModelAnswer } from "./model-answer.ts";

/** A response of the model, and the calls that it made. */
export interface Round extends ModelAnswer {
  readonly response: GenerateContentResponse;
  readonly calls: readonly OpenCall[];
}

/** What the last response of an exchange says of the whole exchange. */
interface ExchangeSummary {
  readonly contents: readonly Content[];
  readonly pending: readonly PendingCall[];
  readonly output: ResponseOutput | undefined;
}

/** The last response of an exchange, with all its rounds. Throws `TypeError` if there is none. */
export function responseOfRounds(
  rounds: readonly Round[],
  { contents, pending, output }: ExchangeSummary,
): GenerateContentResponse {
  const last = rounds.at(-1);
  if (!last) throw new TypeError("The exchange has no response yet.");
  const { received, durationMs } = last;
  const summary = { contents: () => contents, durationMs, pending, output };
  if (rounds.length === 1 && last.calls.length === 0) {
    // An exchange that continues another one begins with results, which are part of its contents.
    const isPlain = !output && contents.length === last.response.contents.length;
    return isPlain ? last.response : new GenerateContentResponseClass(received, summary);
  }
  return new GenerateContentResponseClass(received, { ...summary, steps: rounds.map(stepOf) });
}

function stepOf({ response, durationMs, calls }: Round): Step {
  return new StepClass({ response, calls: calls.map(stepCallOf), results: calls.flatMap(stepResultOf), durationMs });
}

/** A call, as responses and chunks show it. */
export function stepCallOf({ callId, name, call, unfit }: OpenCall): StepCall {
  // What the model wrote can have another type than what it should have written.
  return { callId, name, args: (unfit?.args as StepCall["args"] | undefined) ?? call.args ?? {} };
}

/** The result of a call, as responses and chunks show it; nothing if there is none yet. */
export function stepResultOf({ callId, name, result }: OpenCall): readonly StepResult[] {
  if (!result) return [];
  const { value, error, durationMs } = result;
  return [{ callId, name, result: value, error, durationMs }];
}
