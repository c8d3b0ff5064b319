import type { GeminiErrorCode } from "../errors/codes.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
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

/** The error that an exchange fails with: the given one, with the details that only the exchange has. */
export function exchangeFailure(
  error: unknown,
  { attempts, lastResponse: http }: CallScope,
  { received, model }: Partial<ModelCall> = {},
  remains: Remains,
  { slot, caller }: ExchangeInit,
): unknown {
  if (!(error instanceof GeminiError)) return error;
  const partial = received?.hasContent ? () => received.partial() : undefined;
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
