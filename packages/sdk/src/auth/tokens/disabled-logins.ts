import type { GeminiError } from "../../errors/gemini-error.ts";
import { accountDisabled } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";

/** No more of the error, which can hold a reply and an answer. */
type Refusal = Pick<GeminiError, "reason" | "links">;

/** By the key of the login, see login-source.ts. */
const disabledLogins = sharedState(() => new Map<string, Refusal>());

/** Google has disabled the account: to go on asking with its login would only make that worse. */
export function rememberDisabled(key: string, { reason, links }: Refusal, platform: Platform): void {
  disabledLogins(platform).set(key, { reason, links });
}

/** Throws `account_disabled` for a login that Google has refused so before, for the rest of the process. */
export function checkNotDisabled(key: string, platform: Platform): void {
  const refusal = disabledLogins(platform).get(key);
  if (refusal === undefined) return;
  throw accountDisabled({ phase: "credentials", ...refusal });
}
