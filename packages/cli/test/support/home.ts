import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder of the user's, removed when the test ends. */
export function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), "gemini-ts-cli-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return home;
}

/** The environment of a command, without anything that the tests' own has. */
export function cleanEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const home = createHome();
  return { PATH: process.env.PATH ?? "", HOME: home, USERPROFILE: home, ...env };
}
