import { termsMessage } from "./account-errors.ts";
import type { FaultErrorName } from "./error-names.ts";

/** An error of the token endpoint: its status, and the body that OAuth prescribes. */
export interface TokenError {
  readonly httpStatus: number;
  readonly body: { readonly error: string; readonly error_description?: string; readonly error_subtype?: string };
}

// Google's messages where they are known, those of RFC 6749 elsewhere.
const errors: Partial<Record<FaultErrorName, TokenError>> = {
  invalid_grant: refusal(400, "invalid_grant", "Token has been expired or revoked."),
  invalid_rapt: {
    httpStatus: 400,
    body: {
      error: "invalid_grant",
      error_description: "reauth related error (invalid_rapt)",
      error_subtype: "invalid_rapt",
    },
  },
  invalid_client: refusal(401, "invalid_client", "The OAuth client was not found."),
  unauthorized_client: refusal(401, "unauthorized_client", "Unauthorized"),
  invalid_request: refusal(400, "invalid_request", "Missing required parameter: refresh_token"),
  client_secret_missing: refusal(400, "invalid_request", "client_secret is missing."),
  rapt_required: {
    httpStatus: 400,
    body: {
      error: "invalid_grant",
      error_description: "reauth related error (rapt_required)",
      error_subtype: "rapt_required",
    },
  },
  deleted_client: refusal(401, "deleted_client", "The OAuth client was deleted."),
  disabled_client: refusal(401, "disabled_client", "The OAuth client was disabled."),
  org_internal: refusal(403, "org_internal", "This client is restricted to users within its organization."),
  admin_policy_enforced: refusal(
    400,
    "admin_policy_enforced",
    "The Google Account is unable to authorize one or more scopes requested due to the policies of its Google Workspace administrator.",
  ),
  access_denied: refusal(403, "access_denied", "Account restricted."),
  invalid_scope: refusal(400, "invalid_scope", "Some requested scopes were invalid."),
  unsupported_grant_type: refusal(400, "unsupported_grant_type", "Invalid grant_type: refresh_token"),
  terms: refusal(403, "access_denied", termsMessage),
  overloaded: refusal(503, "temporarily_unavailable", "The service is currently unavailable."),
  internal: refusal(500, "internal_failure", "Internal error encountered."),
  "rate-limited": refusal(429, "rate_limit_exceeded", "Rate Limit Exceeded"),
  "per-minute": refusal(429, "rate_limit_exceeded", "Rate Limit Exceeded"),
};

/** The errors that the token endpoint has. */
export const tokenEndpointErrors = Object.keys(errors) as readonly FaultErrorName[];

/** The token endpoint's form of an error; `undefined` if it has none and answers like the APIs. */
export function tokenError(name: FaultErrorName): TokenError | undefined {
  return errors[name];
}

function refusal(httpStatus: number, error: string, description: string): TokenError {
  return { httpStatus, body: { error, error_description: description } };
}
