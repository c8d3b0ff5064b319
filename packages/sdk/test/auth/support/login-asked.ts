import { onTestFinished, vi } from "vitest";
import { GoogleLogin } from "../../../src/auth/tokens/google-login.ts";
import { until } from "./until.ts";

/**
 * Resolves when the next call asks a login for a token (`signIn`), or for another one after a 401 (`renew`). The call joins
 * a renewal in progress before either method returns.
 */
export function loginAsked(method: "signIn" | "renew"): Promise<void> {
  const spy = vi.spyOn(GoogleLogin.prototype, method);
  onTestFinished(() => spy.mockRestore());
  return until(() => spy.mock.calls.length > 0);
}
