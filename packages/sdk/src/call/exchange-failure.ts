import type { GeminiErrorCode } from "../errors/codes.ts";
import { ANSWER_KEPT } from "../errors/connection-errors.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { failureOf } from "./call-events.ts";
import type { ExchangeInit } from "./exchange-init.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import type { ModelCall } from "./model-call.ts";

/** What is left of an exchange that has failed. */
export interface Remains {
  /** The work, if it has more than the prompt. */
  readonly work: ExchangeWork | undefined;
  /** Whether the chat keeps it, to be resumed. */
  readonly isOpen: boolean;
}

/**
 * The error that an exchange fails with: the given one, with the details that only the exchange has. Reports it as an event,
 * unless the `call-end` of the last model call has, or the reader of the stream kept what it saw, so that nothing failed.
 */
export function exchangeFailure(
  error: unknown,
  scope: CallScope,
  modelCall: ModelCall | undefined,
  remains: Remains,
  init: ExchangeInit,
): unknown {
  const isKept = error instanceof GeminiError && error.reason === ANSWER_KEPT;
  const failure = error instanceof GeminiError ? complete(error, scope, modelCall, remains, init) : error;
  if (scope.observed && !modelCall?.hasFailed && !isKept) {
    scope.onEvent({ type: "exchange-failed", ...scope.ids, error: failureOf(failure) });
  }
  return failure;
}

function complete(
  error: GeminiError,
  { attempts, lastResponse: http }: CallScope,
  { received, partial: answer, model }: Partial<ModelCall> = {},
  remains: Remains,
  { slot, caller }: ExchangeInit,
): GeminiError {
  // Also what the error does not know of: the reader of a stream can have got more than the attempt that failed.
  const partial = answer?.hasContent ? () => ({ ...error.partial, ...answer.partial() }) : undefined;
  const remedy = [error.remedy, ...(slot ? adviceInChat(error.code, remains) : adviceAlone(remains))].join(" ");
  const later = { model: model?.model, traceId: received?.traceId, partial, http, remedy };
  return error.complete(attempts, later, caller, remains.work?.contentsAfterPrompt());
}

const RESUME =
  "Continue with `chat.resume()`: a new message drops the function calls so far, and they could run again.";
const RESUME_IN_NEW_CLIENT =
  "Continue with `resume()` of a chat of the new client, whose `history` is `chat.contents`: without them, the functions could run again.";

/** A program that follows the remedy must not run functions twice. While an exchange is paused, a send fails. */
function adviceInChat(code: GeminiErrorCode, { work, isOpen }: Remains): readonly string[] {
  const advice = code === "aborted" ? ["Nothing was added to the conversation."] : [];
  if (!isOpen || work?.state !== "failed") return advice;
  return [...advice, code === "client_closed" ? RESUME_IN_NEW_CLIENT : RESUME];
}

/** The same for calls without a chat. */
function adviceAlone({ work }: Remains): readonly string[] {
  if (!work) return [];
  return ["Continue with `error.partial.contents` after your contents: without them, the functions could run again."];
}
