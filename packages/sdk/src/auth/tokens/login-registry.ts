import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import type { TokenCache } from "../token-cache/token-cache.ts";
import { GoogleLogin } from "./google-login.ts";
import type { OAuthClient } from "./oauth-client.ts";

/** Those of one token cache, or of none. */
const sharedLogins = sharedState(() => new Map<string, GoogleLogin>());

/** The one state of a login file in this process, so that many clients renew it once. Different caches share nothing. */
export function sharedLogin(path: string, client: OAuthClient, platform: Platform, cache?: TokenCache): GoogleLogin {
  const logins = sharedLogins(platform, cache);
  const file = platform.files.absolutePath(path);
  const key = JSON.stringify([file, client.clientId, client.clientSecret, client.tokenUrl]);
  const login = logins.get(key) ?? new GoogleLogin(file, client, platform, cache);
  logins.set(key, login);
  return login;
}
