import { jsonResponse } from "../reply/json.ts";
import type { Exchange } from "../server/exchange.ts";
import { bearerToken, checkBearer } from "./check-bearer.ts";
import { loginScope } from "./token-store.ts";

const userId = "100000000000000000001";

/** `GET` and `POST /tokeninfo`: describes an access token, from the query or the header. */
export function tokenInfo({ headers, url, state }: Exchange): Response {
  const token = url.searchParams.get("access_token") ?? bearerToken(headers);
  if (!token || state.tokens.stateOf(token) !== "valid") {
    return jsonResponse({ error: "invalid_token", error_description: "Invalid Value" }, 400);
  }
  const left = Math.min(state.tokens.lifetimeLeftMs(token) ?? 0, 3_600_000);
  return jsonResponse({
    azp: "fake-client",
    aud: "fake-client",
    sub: userId,
    scope: loginScope,
    exp: String(Math.floor((state.now() + left) / 1_000)),
    expires_in: String(Math.floor(left / 1_000)),
    email: state.account.email,
    email_verified: "true",
    access_type: "offline",
  });
}

/** `GET /oauth2/v2/userinfo`: describes the user. */
export function userInfo({ headers, state }: Exchange): Response {
  checkBearer(headers, state.tokens, "oauth2.googleapis.com");
  return jsonResponse({
    id: userId,
    email: state.account.email,
    verified_email: true,
    name: "Fake User",
    given_name: "Fake",
    family_name: "User",
  });
}
