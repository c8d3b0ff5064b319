import { inspect } from "node:util";
import { expect } from "vitest";
import { GeminiError } from "../../../src/errors/gemini-error.ts";

/** The GeminiError that a promise fails with. Anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<GeminiError> {
  const outcome = await work.then(
    () => "it succeeded",
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(GeminiError);
  return outcome as GeminiError;
}

/** All that printing, logging or serialising a value can show. */
export function everythingShown(value: unknown): string {
  const text = value instanceof Error ? `${value.message}\n${value.stack}\n${String(value)}` : "";
  return `${text}\n${inspect(value, { depth: 20, showHidden: true })}\n${JSON.stringify(value)}`;
}

/** Fails where a secret shows up in any of these. */
export function expectHidden(secrets: readonly string[], ...shown: readonly unknown[]): void {
  const text = shown.map(everythingShown).join("\n");
  for (const secret of secrets) expect(text.includes(secret) ? `shows ${secret}` : "hidden").toBe("hidden");
}
