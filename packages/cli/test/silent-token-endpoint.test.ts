import { expect, onTestFinished, test, vi } from "vitest";
import { runCommand } from "./support/run-command.ts";
import { startEmulator, writeLogin } from "./support/servers.ts";

const MINUTE_MS = 60_000;

test("uses a token that is valid for some minutes, and exits although the token endpoint does not respond", async () => {
  // The renewal's own deadline never passes, so a command that waited for it would not end.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { emulator, url } = await startEmulator({
    intercept: { request: ({ operation }) => (operation === "token" ? new Promise(() => {}) : undefined) },
  });
  const env = { CODE_ASSIST_ENDPOINT: url, GEMINI_TS_OAUTH_TOKEN_URL: `${url}/token`, GEMINI_TS_TOKEN_CACHE: "off" };
  const words = ["--credentials", writeLogin(emulator, { expiresInMs: 3 * MINUTE_MS }), "What is 2+2?"];
  expect(await runCommand(words, { env })).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
  // Neither a timer nor an open request keeps the process alive.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  const renewals = emulator.calls.filter((call) => call.operation === "token");
  expect(renewals.length).toBeLessThanOrEqual(1);
  await expect.poll(() => renewals.every((call) => call.outcome === "abandoned")).toBe(true);
});
