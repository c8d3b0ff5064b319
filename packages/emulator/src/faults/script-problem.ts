import { errorResponse } from "../reply/error-response.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { Exchange } from "../server/exchange.ts";

/**
 * Tells whoever wrote a script of faults, by way of the answer, that it does not work. Status 400, since clients send a request
 * that got a 500 again, and then would never show the message.
 */
export function scriptProblem(message: string, operation: string, { url }: Exchange): Response {
  return errorResponse(invalidArgument(`Fault script of the emulator: ${message}`).body, operation, url.searchParams);
}
