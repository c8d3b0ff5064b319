import type { GeminiError } from "../../errors/gemini-error.ts";
import { accountDisabled } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";

/** The rest of the error is not kept: it can hold a response. */
type Refusal = Pick<GeminiError, "reason" | "links">;

/** By the key of the login, see login-source.ts. */
const disabledLogins = sharedState(() => new Map<string, Refusal>());

/** Remembers that Google has disabled the account: further requests with its login would only make that worse. */
export function rememberDisabled(key: string, { reason, links }: Refusal, platform: Platform): void {
  disabledLogins(platform).set(key, { reason, links });
}

/** Throws `account_disabled` if Google has disabled the account of this login before, within this process. */
export function checkNotDisabled(key: string, platform: Platform): void {
  const refusal = disabledLogins(platform).get(key);
  if (refusal === undefined) return;
  throw accountDisabled({ phase: "credentials", ...refusal });
}
