import { terms } from "../faults/errors/account-errors.ts";
import { hostOf } from "../faults/errors/context.ts";
import { tokenError } from "../faults/errors/token-errors.ts";
import { jsonResponse } from "../reply/json.ts";
import type { Endpoint, Exchange } from "../server/exchange.ts";

/**
 * Returns the error of the token endpoint if the account is disabled. Returns `undefined` for an account that is not, and for calls
 * with an API key.
 *
 * @throws GoogleError `PERMISSION_DENIED`, reason `TOS_VIOLATION`, for a call with an access token of a disabled account.
 */
export function refuseDisabled({ state, headers }: Exchange, { backend, operation }: Endpoint): Response | undefined {
  if (!state.account.disabled) return undefined;
  const refusal = operation === "token" ? tokenError("terms") : undefined;
  if (refusal) return jsonResponse(refusal.body, refusal.httpStatus);
  if (headers.has("authorization")) throw terms(hostOf(backend));
  return undefined;
}
