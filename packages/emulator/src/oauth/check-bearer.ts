import { errorInfo } from "../reply/error-details.ts";
import { GoogleError } from "../reply/google-error.ts";
import type { TokenStore } from "./token-store.ts";

/** The token of an `Authorization: Bearer` header, or undefined. */
export function bearerToken(headers: Headers): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/**
 * Checks the access token of a call to a Google API.
 *
 * @param service The API's host, which the error names.
 * @throws GoogleError `UNAUTHENTICATED`, with Google's reason for a missing, expired or unknown token.
 */
export function checkBearer(headers: Headers, tokens: TokenStore, service: string): void {
  const token = bearerToken(headers);
  if (token === undefined) throw unauthenticated("Request is missing required", "CREDENTIALS_MISSING", service);
  const state = tokens.stateOf(token);
  if (state === "expired") throw unauthenticated("Request had invalid", "ACCESS_TOKEN_EXPIRED", service);
  if (state === "unknown") throw unauthenticated("Request had invalid", "ACCESS_TOKEN_TYPE_UNSUPPORTED", service);
}

function unauthenticated(beginning: string, reason: string, service: string): GoogleError {
  const credential = reason === "CREDENTIALS_MISSING" ? "authentication credential" : "authentication credentials";
  return new GoogleError(
    "UNAUTHENTICATED",
    `${beginning} ${credential}. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.`,
    [errorInfo(reason, "googleapis.com", { service })],
  );
}
