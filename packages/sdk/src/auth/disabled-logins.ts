import type { GeminiError } from "../errors/gemini-error.ts";
import { accountDisabled } from "../errors/sign-in-errors.ts";
import type { Platform } from "../platform/platform.ts";

/** Held weakly by platform, of which a process has one. By login, see login-key.ts. */
const disabled = new WeakMap<Platform, Map<string, GeminiError>>();

/** Google has disabled the account: to go on asking with its login would only make that worse. */
export function rememberDisabled(key: string, refusal: GeminiError, platform: Platform): void {
  const logins = disabled.get(platform) ?? new Map<string, GeminiError>();
  disabled.set(platform, logins);
  logins.set(key, refusal);
}

/** Throws `account_disabled` for a login that Google has refused so before, for the rest of the process. */
export function checkNotDisabled(key: string, platform: Platform): void {
  const refusal = disabled.get(platform)?.get(key);
  if (refusal === undefined) return;
  throw accountDisabled({ phase: "credentials", reason: refusal.reason, links: refusal.links });
}
