import { expect, onTestFinished, test } from "vitest";
import { createEmulator } from "../src/index.ts";

const badOptions: readonly (readonly [options: object, message: string])[] = [
  [{ quota: [] }, 'createEmulator() has no property "quota"; did you mean "quotas"? Allowed: account, apiKeys, '],
  [{ paceMS: 1 }, 'did you mean "paceMs"?'],
  [{ latency: 1 }, 'createEmulator() has no property "latency"; did you mean the fault { delayMs }, or "paceMs"?'],
  [{ delayMs: 1 }, 'did you mean the fault { delayMs }, or "paceMs"?'],
  [{ port: 8080 }, "did you mean listen(port)?"],
  [{ clock: () => 0 }, 'did you mean "now"?'],
  [{ region: 1 }, 'createEmulator() has no property "region". Allowed: account, '],
  [{ apiKeys: "fake-key" }, 'createEmulator(): "apiKeys" must be an array of strings'],
  [{ models: ["models/gemini-3.8-flash"] }, '"models" must be an array of names without models/'],
  [{ paceMs: "5" }, '"paceMs" must be milliseconds, from 0'],
  [{ unscripted: true }, '"unscripted" must be one of answer, refuse'],
  [{ keepProcessAlive: 1 }, '"keepProcessAlive" must be true or false'],
  [{ gzip: 1 }, '"gzip" must be true or false'],
  [{ now: 0 }, '"now" must be a function'],
  [{ intercept: { requests: () => undefined } }, 'did you mean "request"?'],
  [{ account: { teir: "free" } }, 'The option account has no property "teir"; did you mean "tier"?'],
  [{ account: { tier: "paid" } }, '"tier" must be one of standard, free, none-yet'],
  [{ account: { onboarding: { poll: 2 } } }, 'did you mean "polls"?'],
  [{ account: { ineligibleTiers: [{ reason: "x" }] } }, 'has no property "reason"; did you mean "reasonCode"?'],
  [{ quotas: { perDay: 1 } }, '"quotas" must be an array, such as [{ perMinute: 5 }]'],
  [{ quotas: [{}] }, "A quota needs a limit: perMinute, perDay or both."],
  [{ quotas: [{ model: "gemini-3.8-flash" }] }, "A quota needs a limit"],
  [{ quotas: [{ perHour: 1 }] }, 'A quota has no property "perHour". Allowed: model, perMinute, perDay.'],
  [{ quotas: [{ perDay: 0 }] }, '"perDay" must be a whole number from 1; for a model that is out of reach'],
  [{ quotas: [{ perDay: -1 }] }, '"perDay" must be a whole number from 1'],
  [{ quotas: [{ perMinute: 1.5 }] }, '"perMinute" must be a whole number from 1'],
  [{ quotas: [{ model: "models/gemini-3.8-flash", perDay: 1 }] }, "a name without models/"],
];

test.each(badOptions)("the options %j are refused at once", (options, message) => {
  expect(() => createEmulator(options)).toThrow(message);
});

const badLogins: readonly (readonly [options: unknown, message: string])[] = [
  [{ expiresIn: 5 }, 'login() has no property "expiresIn"; did you mean "expiresInMs"?'],
  [{ expiresInMs: "5" }, '"expiresInMs" must be milliseconds'],
  [{ expiresInMs: Number.NaN }, '"expiresInMs" must be milliseconds'],
  [5, "must be an object"],
  [null, "must be an object"],
];

test.each(badLogins)("a login with %j is refused", (options, message) => {
  expect(() => createEmulator().login(options as object)).toThrow(message);
});

test.each([{ port: 8080 }, "8080", "/tmp/socket", -1, 1.5, 65_536, null])("the port %j is refused", async (port) => {
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  await expect(emulator.listen(port as number)).rejects.toThrow("listen() takes a port from 0 to 65535");
  expect(await emulator.listen()).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("undefined options count as absent", () => {
  const options: object = { quotas: undefined, account: { project: null, tier: undefined }, callLimit: Infinity };
  expect(() => createEmulator(options)).not.toThrow();
});
