import type { Platform } from "../platform/platform.ts";
import { GoogleLogin } from "./google-login.ts";
import type { OAuthClient } from "./oauth-client.ts";

/** Held weakly by platform, of which a process has one, and a test as many as it likes. */
const registries = new WeakMap<Platform, Map<string, GoogleLogin>>();

/** The one state of a login file in this process, so that many clients renew it once. */
export function sharedLogin(path: string, client: OAuthClient, platform: Platform): GoogleLogin {
  const logins = registries.get(platform) ?? new Map<string, GoogleLogin>();
  registries.set(platform, logins);
  const key = JSON.stringify([path, client.clientId, client.clientSecret, client.tokenUrl]);
  const login = logins.get(key) ?? new GoogleLogin(path, client, platform);
  logins.set(key, login);
  return login;
}
