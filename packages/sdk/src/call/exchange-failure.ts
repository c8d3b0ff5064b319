import type { Caller } from "../errors/caller.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import type { ModelCall } from "./model-call.ts";

/** The error that an exchange fails with: the given one, with the details that only the exchange has. */
export function exchangeFailure(
  error: unknown,
  { attempts, lastResponse: http }: CallScope,
  { received, model }: Partial<ModelCall> = {},
  work?: ExchangeWork,
  caller?: Caller,
): unknown {
  if (!(error instanceof GeminiError)) return error;
  const partial = received?.hasContent ? () => received.partial() : undefined;
  const later = { model: model?.model, traceId: received?.traceId, partial, http };
  return error.complete(attempts, later, caller, work?.contentsAfterPrompt());
}
