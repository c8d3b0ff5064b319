import { sha256 } from "../../platform/sha256.ts";
import type { Login } from "../cli-login/parse-login.ts";
import type { OAuthClient } from "./oauth-client.ts";

/** What tells a login from every other, without giving it away: a hash of what renews it, where, and by which client. */
export function loginKey({ refreshToken, accessToken }: Login, { clientId, tokenUrl }: OAuthClient): Promise<string> {
  return sha256(JSON.stringify([refreshToken ?? accessToken, clientId, tokenUrl]));
}
