import { createEmulator } from "@gemini-ts/emulator";
import { afterEach, expect, test, vi } from "vitest";
import { GeminiClient } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";

afterEach(() => vi.unstubAllGlobals());

/** Replaces the environment by one that throws at every variable, as Deno does without `--allow-env`. */
function denyEnvironment(errorName: string): void {
  const get = (_variables: object, name: string) => {
    throw Object.assign(new Error(`Requires env access to "${name}"`), { name: errorName });
  };
  vi.stubGlobal(
    "process",
    new Proxy(process, { get: (own, name) => (name === "env" ? new Proxy({}, { get }) : Reflect.get(own, name)) }),
  );
}

test("a variable that Deno does not allow to read counts as not set", async () => {
  await using emulator = createEmulator();
  await using client = new GeminiClient({ apiKey: "fake-key", fetch: emulator.fetch });
  denyEnvironment("NotCapable");
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  const error = await failureOf(new GeminiClient({ backend: "gemini-api", fetch: emulator.fetch }).generate("hi"));
  expect(error.code).toBe("no_credentials");
});

test("any other failure to read a variable is not hidden", async () => {
  await using emulator = createEmulator();
  await using client = new GeminiClient({ apiKey: "fake-key", fetch: emulator.fetch });
  denyEnvironment("TypeError");
  await expect(client.generate("What is 2+2?")).rejects.toThrow("Requires env access");
});
