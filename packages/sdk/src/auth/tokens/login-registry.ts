import type { Platform } from "../../platform/platform.ts";
import type { TokenCache } from "../token-cache/token-cache.ts";
import { GoogleLogin } from "./google-login.ts";
import type { OAuthClient } from "./oauth-client.ts";

type Logins = Map<string, GoogleLogin>;

/** Held weakly by platform, of which a process has one, and a test as many as it likes; within it by cache, or none. */
const registries = new WeakMap<Platform, WeakMap<object, Logins>>();

/** The one state of a login file in this process, so that many clients renew it once. Different caches share nothing. */
export function sharedLogin(path: string, client: OAuthClient, platform: Platform, cache?: TokenCache): GoogleLogin {
  const registry = registries.get(platform) ?? new WeakMap<object, Logins>();
  registries.set(platform, registry);
  const logins: Logins = registry.get(cache ?? platform) ?? new Map();
  registry.set(cache ?? platform, logins);
  const file = platform.files.absolutePath(path);
  const key = JSON.stringify([file, client.clientId, client.clientSecret, client.tokenUrl]);
  const login = logins.get(key) ?? new GoogleLogin(file, client, platform, cache);
  logins.set(key, login);
  return login;
}
