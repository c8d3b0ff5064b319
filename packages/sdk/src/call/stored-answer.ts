import type { Turn } from "../conversation/turn.ts";
import { httpInfoSource } from "../errors/http-info.ts";
import { Accumulator } from "../response/accumulator.ts";
import { GenerateContentEvent } from "../response/generate-content-event.ts";
import { parseResponse, stringifyExactly } from "../wire/large-integers.ts";
import type { ModelAnswer } from "./model-answer.ts";

const encoder = new TextEncoder();
const noHttp = httpInfoSource(0, {});

/** A stored response of the model, as if it had just come. Nothing but its content is known. */
export function storedAnswer(turns: readonly Turn[]): ModelAnswer {
  const parts = turns.flatMap(({ content }) => content.parts ?? []);
  const json = stringifyExactly({ candidates: [{ content: { role: "model", parts }, index: 0 }] });
  const bytes = encoder.encode(json);
  const received = new Accumulator(noHttp, { streamed: false });
  const decode = (payload: unknown) => ({ payload: payload as object, traceId: undefined });
  received.add(new GenerateContentEvent({ bytes, from: 0, to: bytes.length }, decode, undefined, parseResponse(json)));
  return { received, model: turns.at(-1)?.origin, durationMs: 0 };
}
