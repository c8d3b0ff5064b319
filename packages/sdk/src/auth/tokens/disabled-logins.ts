import type { GeminiError } from "../../errors/gemini-error.ts";
import { accountDisabled } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";

/** No more of the error, which can hold a reply and an answer. */
type Refusal = Pick<GeminiError, "reason" | "links">;

/** Held weakly by platform, of which a process has one. By login, see login-key.ts. */
const disabled = new WeakMap<Platform, Map<string, Refusal>>();

/** Google has disabled the account: to go on asking with its login would only make that worse. */
export function rememberDisabled(key: string, { reason, links }: Refusal, platform: Platform): void {
  const logins = disabled.get(platform) ?? new Map<string, Refusal>();
  disabled.set(platform, logins);
  logins.set(key, { reason, links });
}

/** Throws `account_disabled` for a login that Google has refused so before, for the rest of the process. */
export function checkNotDisabled(key: string, platform: Platform): void {
  const refusal = disabled.get(platform)?.get(key);
  if (refusal === undefined) return;
  throw accountDisabled({ phase: "credentials", ...refusal });
}
