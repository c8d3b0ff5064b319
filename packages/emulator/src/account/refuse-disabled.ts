import { terms } from "../faults/errors/account-errors.ts";
import { hostOf } from "../faults/errors/context.ts";
import { tokenError } from "../faults/errors/token-errors.ts";
import { jsonResponse } from "../reply/json.ts";
import type { Endpoint, Exchange } from "../server/exchange.ts";

/**
 * The refusal of the token endpoint for an account that Google shut out; undefined for an account in good standing, and for
 * calls that an API key signs.
 *
 * @throws GoogleError `PERMISSION_DENIED`, reason `TOS_VIOLATION`, for a call with a token.
 */
export function refuseDisabled({ state, headers }: Exchange, { backend, operation }: Endpoint): Response | undefined {
  if (!state.account.disabled) return undefined;
  const refusal = operation === "token" ? tokenError("terms") : undefined;
  if (refusal) return jsonResponse(refusal.body, refusal.httpStatus);
  if (headers.has("authorization")) throw terms(hostOf(backend));
  return undefined;
}
