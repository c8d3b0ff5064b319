import { apiKey, checkKey } from "../gemini-api/check-key.ts";
import { checkBearer } from "../oauth/check-bearer.ts";
import { errorInfo } from "../reply/error-details.ts";
import { GoogleError } from "../reply/google-error.ts";
import type { Exchange } from "../server/exchange.ts";

const service = "aiplatform.googleapis.com";

/**
 * Checks the credentials. A path with a project needs an access token whose account may use the project; a path without one
 * (express mode) needs an API key.
 *
 * @throws GoogleError
 */
export function authorise(exchange: Exchange): void {
  const { headers, params, state } = exchange;
  const project = params.project;
  if (project === undefined) {
    checkKey(exchange, service);
    return;
  }
  if (apiKey(exchange) !== undefined && !headers.has("authorization")) throw keysRefused();
  checkBearer(headers, state.tokens, service);
  if (state.account.mayUseOnVertex(project)) return;
  throw new GoogleError(
    "PERMISSION_DENIED",
    `Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/${project}/locations/${params.location}' (or it may not exist).`,
    [errorInfo("IAM_PERMISSION_DENIED", service, { permission: "aiplatform.endpoints.predict" })],
  );
}

/** Checks the credentials for a list, which needs no project: an access token or an API key. */
export function authoriseList(exchange: Exchange): void {
  if (exchange.headers.has("authorization")) checkBearer(exchange.headers, exchange.state.tokens, service);
  else checkKey(exchange, service);
}

function keysRefused(): GoogleError {
  return new GoogleError(
    "UNAUTHENTICATED",
    "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication",
    [errorInfo("CREDENTIALS_MISSING", "googleapis.com", { service })],
  );
}
