import type { GeminiError } from "../../errors/gemini-error.ts";
import { accountDisabled } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";

/** The rest of the error is not stored, because it can contain a response. */
type Refusal = Pick<GeminiError, "reason" | "links">;

/** Refusals by login key, see login-source.ts. */
const disabledLogins = sharedState(() => new Map<string, Refusal>());

/** Records that Google has disabled the account, so that no more requests are sent with its login. */
export function rememberDisabled(key: string, { reason, links }: Refusal, platform: Platform): void {
  disabledLogins(platform).set(key, { reason, links });
}

/** Throws `account_disabled` if Google has disabled the account of this login before, within this process. */
export function checkNotDisabled(key: string, platform: Platform): void {
  const refusal = disabledLogins(platform).get(key);
  if (refusal === undefined) return;
  throw accountDisabled({ phase: "credentials", ...refusal });
}
