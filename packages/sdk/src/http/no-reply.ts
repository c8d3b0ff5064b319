import type { GeminiErrorPhase } from "../errors/codes.ts";
import { connectionFailed, type RequestSender, responseInvalid } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { systemCode } from "./system-code.ts";

/** Returns the typed error for a request without a response. */
export function noReply(error: unknown, host: string, phase: GeminiErrorPhase, sender: RequestSender): GeminiError {
  const code = systemCode(error);
  const unreadable = code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW";
  if (unreadable) return responseInvalid(`not HTTP, or headers too large (${code})`);
  return connectionFailed(host, phase, code, sender);
}
