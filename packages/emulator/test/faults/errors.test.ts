import { expect, test } from "vitest";
import type { ApiErrorName } from "../../src/index.ts";
import { services } from "../support/services.ts";
import { startEmulator } from "../support/start-emulator.ts";

type Row = readonly [error: ApiErrorName, status: number, word: string, says: RegExp];

/** The response of every service; the whole body must contain `says`. */
const everywhere: readonly Row[] = [
  [
    "per-minute",
    429,
    "RESOURCE_EXHAUSTED",
    /QuotaFailure.*"quotaId":"[A-Za-z]*PerMinute.*RetryInfo","retryDelay":"34.07s"/,
  ],
  ["per-minute-without-delay", 429, "RESOURCE_EXHAUSTED", /^(?!.*retry).*"quotaId":"[A-Za-z]*PerMinute/i],
  ["per-day", 429, "RESOURCE_EXHAUSTED", /QuotaFailure.*"quotaId":"[A-Za-z]*PerDay/],
  ["rate-limited", 429, "RESOURCE_EXHAUSTED", /"reason":"RATE_LIMIT_EXCEEDED".*"retryDelay":"5.3s"/],
  ["quota-exhausted", 429, "RESOURCE_EXHAUSTED", /reset after 11h31m11s.*"reason":"QUOTA_EXHAUSTED"/],
  ["credits", 429, "RESOURCE_EXHAUSTED", /"reason":"INSUFFICIENT_G1_CREDITS_BALANCE"/],
  ["capacity", 429, "RESOURCE_EXHAUSTED", /"reason":"MODEL_CAPACITY_EXHAUSTED"/],
  ["not-in-plan", 429, "RESOURCE_EXHAUSTED", /limit: 0\b/],
  ["license", 403, "PERMISSION_DENIED", /\(#3501\).*"reason":"SUBSCRIPTION_REQUIRED","domain":"cloudaicompanion/],
  ["client-unsupported", 403, "PERMISSION_DENIED", /This client is no longer supported/],
  ["validation", 403, "PERMISSION_DENIED", /"reason":"VALIDATION_REQUIRED".*Help.*https:\/\/accounts\.google\.com/],
  ["terms", 403, "PERMISSION_DENIED", /violation of Terms of Service.*"reason":"TOS_VIOLATION"/],
  ["named-user", 403, "PERMISSION_DENIED", /You must be a named user/],
  ["organization-policy", 403, "PERMISSION_DENIED", /"reason":"LOCATION_ORG_POLICY_VIOLATED"/],
  ["blocked-by-admin", 403, "PERMISSION_DENIED", /"reason":"USER_BLOCKED_BY_ADMIN"/],
  ["terms-not-accepted", 403, "PERMISSION_DENIED", /accept the Terms of Service/],
  ["scope", 403, "PERMISSION_DENIED", /insufficient authentication scopes.*"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"/],
  ["billing", 403, "PERMISSION_DENIED", /requires billing.*"reason":"BILLING_DISABLED"/],
  ["api-disabled", 403, "PERMISSION_DENIED", /has not been used in project.*"reason":"SERVICE_DISABLED"/],
  ["project-invalid", 403, "PERMISSION_DENIED", /"reason":"CONSUMER_INVALID"/],
  ["quota-project", 403, "PERMISSION_DENIED", /"reason":"USER_PROJECT_DENIED"/],
  [
    "key-suspended",
    403,
    "PERMISSION_DENIED",
    /Consumer 'api_key:[^']+' has been suspended.*"reason":"CONSUMER_SUSPENDED"/,
  ],
  ["key-not-found", 400, "INVALID_ARGUMENT", /API Key not found/],
  ["key-leaked", 403, "PERMISSION_DENIED", /reported as leaked/],
  ["key-api-blocked", 403, "PERMISSION_DENIED", /"reason":"API_KEY_SERVICE_BLOCKED"/],
  ["key-referrer-blocked", 403, "PERMISSION_DENIED", /"reason":"API_KEY_HTTP_REFERRER_BLOCKED"/],
  ["key-address-blocked", 403, "PERMISSION_DENIED", /"reason":"API_KEY_IP_ADDRESS_BLOCKED"/],
  ["out-of-capacity", 429, "RESOURCE_EXHAUSTED", /temporarily out of capacity/],
  ["shared-capacity", 429, "RESOURCE_EXHAUSTED", /error-code-429/],
  ["spending-cap", 429, "RESOURCE_EXHAUSTED", /monthly spending cap/],
  ["spending-rate", 429, "RESOURCE_EXHAUSTED", /rolling 10-minute window/],
  ["permission", 403, "PERMISSION_DENIED", /does not have permission/],
  ["security-policy", 403, "PERMISSION_DENIED", /"reason":"SECURITY_POLICY_VIOLATED"/],
  ["model-not-found", 404, "NOT_FOUND", /not found/],
  ["invalid-argument", 400, "INVALID_ARGUMENT", /Cannot find field.*BadRequest/],
  ["too-large", 400, "INVALID_ARGUMENT", /Request payload size exceeds the limit: \d+ bytes\./],
  ["overloaded", 503, "UNAVAILABLE", /overloaded/],
  ["internal", 500, "INTERNAL", /internal error/],
];

test.each(everywhere)("%s has Google's message on every service", async (error, status, word, says) => {
  const started = await startEmulator();
  started.emulator.on({}, { error });
  for (const ask of Object.values(services)) {
    const reply = await ask(started);
    expect(reply).toMatchObject({ status, body: { error: { code: status, status: word } } });
    expect(JSON.stringify(reply.body)).toMatch(says);
  }
});

test.each([
  ["region", "gemini-api", 400, "FAILED_PRECONDITION", /^User location is not supported for the API use\.$/],
  ["region", "vertex", 400, "FAILED_PRECONDITION", /^User location/],
  ["region", "code-assist", 403, "PERMISSION_DENIED", /not currently available in your location/],
  ["unauthenticated", "gemini-api", 400, "INVALID_ARGUMENT", /^API key not valid/],
  ["unauthenticated", "vertex", 401, "UNAUTHENTICATED", /invalid authentication credentials/],
  ["unauthenticated", "code-assist", 401, "UNAUTHENTICATED", /invalid authentication credentials/],
  ["model-not-found", "gemini-api", 404, "NOT_FOUND", /^models\/gemini-3.5-flash-lite is not found/],
  ["model-not-found", "vertex", 404, "NOT_FOUND", /^Publisher Model .*gemini-3.5-flash-lite/],
  ["per-minute", "gemini-api", 429, "RESOURCE_EXHAUSTED", /^You exceeded your current quota.*retry in 34.07s\.$/s],
  ["per-minute", "code-assist", 429, "RESOURCE_EXHAUSTED", /^Quota exceeded for cloudcode-pa/],
] as const)("%s of %s: %i %s", async (error, service, status, word, message) => {
  const started = await startEmulator();
  started.emulator.next({ error });
  expect(await services[service](started)).toMatchObject({
    status,
    body: { error: { status: word, message: expect.stringMatching(message) } },
  });
});

test("delay, Retry-After, status and details are as in the fault", async () => {
  const started = await startEmulator();
  started.emulator.next({ error: "per-minute", retryDelay: "900ms", retryAfter: 3 });
  const limited = await services["gemini-api"](started);
  expect(limited.headers.get("retry-after")).toBe("3");
  expect(limited.body.error.message).toMatch(/Please retry in 0\.9s\.$/);
  expect(limited.body.error.details.at(-1)).toMatchObject({ retryDelay: "900ms" });
  started.emulator.next({ error: "capacity", status: 503, withoutDetails: true });
  const { status, body } = await services["code-assist"](started);
  expect({ status, body }).toEqual({
    status: 503,
    body: { error: { code: 503, status: "UNAVAILABLE", message: expect.stringContaining("No capacity") } },
  });
});

test("the delay of an exhausted quota has a timestamp too, by the emulator's clock", async () => {
  const started = await startEmulator({ now: () => Date.UTC(2026, 10, 23, 8) });
  started.emulator.next({ error: "quota-exhausted", retryDelay: "51820.6s" });
  const { body } = await services["code-assist"](started);
  expect(body.error.message).toContain("reset after 14h23m41s");
  expect(body.error.details[0].metadata.quotaResetTimeStamp).toBe("2026-11-23T22:23:40.600Z");
});
