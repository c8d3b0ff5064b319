import { keptTurn } from "../conversation/kept-parts.ts";
import type { ModelRef, Turn } from "../conversation/turn.ts";
import type { Accumulator } from "../response/accumulator.ts";
import {
  type GenerateContentResponse,
  GenerateContentResponseClass,
  type ResponseOutput,
} from "../response/generate-content-response.ts";
import { shownOf } from "../response/read-candidate.ts";
import { emptyWarning } from "../response/response-warnings.ts";
import type { CallScope } from "../scope/call-scope.ts";

/** What came of one model call. */
export interface ModelAnswer {
  readonly received: Accumulator;
  /** The model that answered. */
  readonly model: ModelRef | undefined;
  /** Milliseconds. */
  readonly durationMs: number;
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

/** The response of one model call alone. `output`: of a call with a schema. */
export function responseOf(answer: ModelAnswer, output?: ResponseOutput): GenerateContentResponse {
  const contents = () => keptOf(answer).map((turn) => turn.show());
  return new GenerateContentResponseClass(answer.received, { contents, durationMs: answer.durationMs, output });
}

/** The turn that a history keeps of an answer. */
export function keptOf({ received, model }: ModelAnswer): readonly Turn[] {
  return keptTurn(shownOf(received.candidates(), received.shown)?.content, model);
}

/** Warns of a complete response that is empty. `isStorable`: whether the conversation can keep it. */
export function warnOf(scope: CallScope, answer: ModelAnswer, response: MakeResponse, isStorable: boolean): void {
  if (!scope.observed) return;
  const warning = emptyWarning(answer.received, response, isStorable);
  if (warning) scope.onEvent(warning);
}
