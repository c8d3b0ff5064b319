import { expect } from "vitest";
import { everythingShown } from "../../../../tests/canaries/everything-shown.ts";

/** Fails if a secret shows up in any of these. */
export function expectHidden(secrets: readonly string[], ...shown: readonly unknown[]): void {
  const text = shown.map(everythingShown).join("\n");
  for (const secret of secrets) expect(text.includes(secret) ? `shows ${secret}` : "hidden").toBe("hidden");
}
