import { jsonResponse } from "../reply/json.ts";
import type { Exchange } from "../server/exchange.ts";
import { accessTokenLifetimeMs, loginScope, type TokenStore } from "./token-store.ts";

/**
 * `POST /token`. Refreshes access tokens. Refuses authorization codes, since the emulator has no browser login.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/native-app#offline
 */
export function token({ bodyText, state }: Exchange): Response {
  const form = new URLSearchParams(bodyText);
  const grantType = form.get("grant_type") ?? "";
  if (grantType !== "refresh_token" && grantType !== "authorization_code") {
    return refuse(400, "unsupported_grant_type", `Invalid grant_type: ${grantType}`);
  }
  const clientRefusal = checkClient(form, state.clientIds);
  if (clientRefusal) return clientRefusal;
  if (grantType === "authorization_code") return refuse(400, "invalid_grant", "Malformed auth code.");
  const refreshToken = form.get("refresh_token");
  if (!refreshToken) return refuse(400, "invalid_request", "Missing required parameter: refresh_token");
  if (!state.tokens.isRefreshable(refreshToken)) {
    const known = state.tokens.isKnown(refreshToken);
    return refuse(400, "invalid_grant", known ? "Token has been expired or revoked." : "Bad Request");
  }
  const accessToken = state.tokens.issueAccessToken(accessTokenLifetimeMs).token;
  return jsonResponse({
    access_token: accessToken,
    ...(state.rotateRefreshTokens ? { refresh_token: rotate(state.tokens, refreshToken) } : {}),
    expires_in: accessTokenLifetimeMs / 1_000,
    scope: loginScope,
    token_type: "Bearer",
  });
}

function rotate(tokens: TokenStore, refreshToken: string): string {
  tokens.revoke(refreshToken);
  return tokens.issueRefreshToken();
}

function checkClient(form: URLSearchParams, known: readonly string[] | undefined): Response | undefined {
  const clientId = form.get("client_id");
  if (!clientId) return refuse(400, "invalid_request", "Could not determine client ID from request.");
  if (known && !known.includes(clientId)) return refuse(401, "invalid_client", "The OAuth client was not found.");
  if (!form.get("client_secret")) return refuse(400, "invalid_request", "client_secret is missing.");
  return undefined;
}

function refuse(status: number, error: string, description: string): Response {
  return jsonResponse({ error, error_description: description }, status);
}
