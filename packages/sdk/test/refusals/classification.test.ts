import { describe, expect, test } from "vitest";
import { domain, errorFor, errorInStream, NOW, quotaFailure, type Reply, retryInfo } from "./support/error-for.ts";

// Every row: what came, and the code and retryability that it gets.
const table: readonly (readonly [what: string, status: number, reply: Reply, code: string, retryable: boolean])[] = [
  ["a bad request", 400, {}, "invalid_request", false],
  ["a request that is too large", 413, {}, "invalid_request", false],
  ["a bad API key", 400, { reason: "API_KEY_INVALID", credentialKind: "api-key" }, "api_key_invalid", false],
  [
    "a blocked API key",
    403,
    { reason: "API_KEY_SERVICE_BLOCKED", credentialKind: "api-key" },
    "api_key_invalid",
    false,
  ],
  [
    "a key for other pages",
    403,
    { reason: "API_KEY_HTTP_REFERRER_BLOCKED", credentialKind: "api-key" },
    "api_key_invalid",
    false,
  ],
  [
    "a key found in public",
    403,
    { message: "Your API key was reported as leaked. Please use another API key.", credentialKind: "api-key" },
    "api_key_invalid",
    false,
  ],
  ["a refused key", 401, { credentialKind: "api-key" }, "api_key_invalid", false],
  ["a refused token", 401, {}, "login_expired", false],
  ["a missing right", 403, { reason: "IAM_PERMISSION_DENIED" }, "permission_denied", false],
  ["F26 a disabled account", 403, { reason: "TOS_VIOLATION" }, "account_disabled", false],
  [
    "F26 a disabled account by words",
    403,
    { message: "disabled for violation of Terms of Service" },
    "account_disabled",
    false,
  ],
  [
    // https://github.com/google-gemini/gemini-cli/issues/19501
    "F26 a disabled account by words that a line end separates",
    403,
    { message: "disabled in this account for violation of Terms of\n\t\tService. If you believe this is an error, …" },
    "account_disabled",
    false,
  ],
  [
    // https://github.com/poenl/gemini-api/issues/8
    "F154 a project that is denied access",
    403,
    { credentialKind: "api-key", message: "Your project has been denied access. Please contact support." },
    "api_key_invalid",
    false,
  ],
  ["F32 no licence", 403, { reason: "SUBSCRIPTION_REQUIRED" }, "license_required", false],
  ["F32 no licence by words", 403, { message: "Not licensed (#3501)." }, "license_required", false],
  ["F32 an individual account", 403, { message: "This client is no longer supported." }, "client_unsupported", false],
  ["F31 an account to verify", 403, { reason: "VALIDATION_REQUIRED" }, "validation_required", false],
  ["F35 a service perimeter", 403, { reason: "SECURITY_POLICY_VIOLATED" }, "permission_denied", false],
  ["F32 a client without words", 403, { reason: "UNSUPPORTED_CLIENT" }, "client_unsupported", false],
  [
    "F30 a place without Gemini",
    400,
    { message: "User location is not supported for the API use." },
    "region_unsupported",
    false,
  ],
  ["words of a place with an overload", 503, { message: "Not available in your region." }, "server_error", true],
  [
    "words of a place with an unknown model",
    404,
    { message: "x is not available in your region." },
    "model_unavailable",
    false,
  ],
  ["F63 no capacity", 429, { reason: "MODEL_CAPACITY_EXHAUSTED" }, "model_overloaded", true],
  ["F63 no capacity by words, as a rate limit", 429, { message: "The model is overloaded." }, "model_overloaded", true],
  ["words of overload with a bad request", 400, { message: "The model is overloaded." }, "invalid_request", false],
  ["words of a place with a rate limit", 429, { message: "Not available in your region." }, "rate_limited", true],
  ["F63 no capacity, named otherwise", 429, { reason: "MODEL_CAPACITY_EXCEEDED" }, "model_overloaded", true],
  [
    "F63 no capacity, though the quota is named as well",
    429,
    { reason: "MODEL_CAPACITY_EXHAUSTED", details: [quotaFailure("RequestsPerDay")] },
    "model_overloaded",
    true,
  ],
  [
    "F63 no capacity by words",
    503,
    { message: "The model is overloaded. Please try again later." },
    "model_overloaded",
    true,
  ],
  [
    "F63 no capacity by other words",
    503,
    { message: "This model is currently experiencing high demand. Spikes in demand are usually temporary." },
    "model_overloaded",
    true,
  ],
  [
    "F63 a quota by similar words",
    429,
    { message: "You have exhausted your capacity on this model." },
    "rate_limited",
    true,
  ],
  ["a rate limit", 429, { reason: "RATE_LIMIT_EXCEEDED" }, "rate_limited", true],
  ["a rate limit without details", 429, {}, "rate_limited", true],
  ["a per-minute quota", 429, { details: [quotaFailure("RequestsPerMinutePerProject")] }, "rate_limited", true],
  ["F62 a per-day quota", 429, { details: [quotaFailure("RequestsPerDayPerProject")] }, "quota_exhausted", false],
  ["F62 a daily quota", 429, { details: [quotaFailure("DailyRequests")] }, "quota_exhausted", false],
  ["F62 a used-up quota", 429, { reason: "QUOTA_EXHAUSTED" }, "quota_exhausted", false],
  ["F62 used-up credits", 429, { reason: "INSUFFICIENT_G1_CREDITS_BALANCE" }, "quota_exhausted", false],
  ["F62 a limit of 0", 429, { message: "Quota exceeded, limit: 0, model: x" }, "quota_exhausted", false],
  ["a limit of 10", 429, { message: "Quota exceeded, limit: 10, model: x" }, "rate_limited", true],
  ["F62 a delay of five minutes", 429, { details: [retryInfo("300s")] }, "rate_limited", true],
  ["F62 a delay over five minutes", 429, { details: [retryInfo("300.001s")] }, "quota_exhausted", false],
  ["a failure of Google's", 500, {}, "server_error", true],
  ["a gateway's", 502, { body: "<html>Bad gateway</html>" }, "server_error", true],
  ["an overload", 503, {}, "server_error", true],
  ["a deadline of Google's", 504, {}, "server_error", true],
  ["a request timeout", 408, {}, "server_error", true],
  ["a cancelled request", 499, {}, "api_error", true],
  ["anything else", 418, {}, "api_error", false],
  ["an empty body", 429, { body: "" }, "rate_limited", true],
];

describe.each([
  ["a reply", errorFor, table],
  // What is no JSON cannot be an event.
  ["an event of a stream", errorInStream, table.filter(([, , { body }]) => body === undefined)],
] as const)("F47 %s with", (_where, make, rows) => {
  test.each(rows)("%s", (_what, status, reply, code, retryable) => {
    const error = make(status, reply);
    expect({ code: error.code, retryable: error.retryable, status: error.status }).toEqual({ code, retryable, status });
    expect(error.message.length).toBeGreaterThan(error.remedy.length);
    expect(error.remedy).not.toBe("");
    expect(error.raw).toBe(reply.body ?? error.raw);
  });
});

test("the remedy of a refused token depends on its origin", () => {
  expect(errorFor(401, { credentialKind: "gemini-cli-login" }).remedy).toContain("`gemini`");
  expect(errorFor(401, { credentialKind: "default-credentials" }).remedy).toContain(
    "gcloud auth application-default login",
  );
  expect(errorFor(401, { credentialKind: "access-token" }).remedy).toContain("`accessToken`");
});

test("F63 a lack of capacity is distinguished from a rate limit and from a server error", () => {
  for (const status of [429, 503]) {
    const error = errorFor(status, { reason: "MODEL_CAPACITY_EXHAUSTED", details: [retryInfo("3600s")] });
    expect(error).toMatchObject({ code: "model_overloaded", status, retryable: true, retryAfterMs: 3_600_000 });
  }
});

test("F65 an unknown model", () => {
  const error = errorFor(404, { message: "models/fake is not found." });
  expect(error).toMatchObject({ code: "model_unavailable", status: 404, retryable: false });
  expect(error.message).toContain("models/fake is not found.");
});

test("an error has the details that Google sent", () => {
  const help = {
    "@type": "type.googleapis.com/google.rpc.Help",
    links: [{ description: "More", url: "https://ai.google.dev/x" }],
  };
  const headers = { "x-request-id": "fake-request", "x-cloudaicompanion-trace-id": "fake-trace" };
  const error = errorFor(429, { reason: "RATE_LIMIT_EXCEEDED", details: [help, retryInfo("34.07s")], headers });
  expect(error).toMatchObject({
    phase: "reply",
    reason: "RATE_LIMIT_EXCEEDED",
    domain,
    links: [{ description: "More", url: "https://ai.google.dev/x" }],
    retryAfterMs: 34_070,
    requestId: "fake-request",
    traceId: "fake-trace",
  });
  expect(error.message).toContain("429 RATE_LIMIT_EXCEEDED: Google's words.");
});

describe("F61 how long Google asks to wait", () => {
  test.each<[string, Reply, number | undefined]>([
    ["seconds in RetryInfo", { details: [retryInfo("34.07s")] }, 34_070],
    ["milliseconds in RetryInfo", { details: [retryInfo("900ms")] }, 900],
    ["many hours in RetryInfo, in seconds", { details: [retryInfo("51820.6s")] }, 51_820_600],
    ["a delay of ErrorInfo's", { metadata: { quotaResetDelay: "5h59m59.960323804s" } }, 21_599_961],
    ["the longest of several details", { details: [retryInfo("5s"), retryInfo("9s"), retryInfo("7s")] }, 9_000],
    ["details before words", { message: "Please retry in 99s.", details: [retryInfo("5s")] }, 5_000],
    ["hours in RetryInfo", { details: [retryInfo("18h31m10s")] }, 66_670_000],
    ["parts of a millisecond, rounded up", { details: [retryInfo("0.0001s")] }, 1],
    ["Retry-After in seconds", { headers: { "retry-after": " 7 " } }, 7_000],
    ["Retry-After as a date", { headers: { "retry-after": new Date(NOW + 9_000).toUTCString() } }, 9_000],
    ["Retry-After in the past", { headers: { "retry-after": new Date(NOW - 9_000).toUTCString() } }, 0],
    ["the longer of both", { details: [retryInfo("5s")], headers: { "retry-after": "7" } }, 7_000],
    ["the longer of both, the other way round", { details: [retryInfo("9s")], headers: { "retry-after": "7" } }, 9_000],
    ["only in the words", { message: "Quota exceeded. Please retry in 25.4s." }, 25_400],
    ["only in other words", { message: "Your quota will reset after 18h31m10s." }, 66_670_000],
    ["nowhere", {}, undefined],
    ["negative", { details: [retryInfo("-5s")], headers: { "retry-after": "-5" } }, undefined],
    ["no number", { details: [retryInfo("NaNs")], headers: { "retry-after": "NaN" } }, undefined],
    ["empty", { details: [retryInfo("")], headers: { "retry-after": "" } }, undefined],
    ["a billion seconds: clamped to 31 days", { headers: { "retry-after": "1000000000" } }, 2_678_400_000],
    ["longer than any number", { headers: { "retry-after": "9".repeat(400) } }, 2_678_400_000],
    ["an endless RetryInfo", { details: [retryInfo(`${"9".repeat(30)}s`)] }, 2_678_400_000],
  ])("%s", (_, reply, expected) => {
    expect(errorFor(429, reply).retryAfterMs).toBe(expected);
  });

  test("F62 an exhausted quota says when it is available again", () => {
    const error = errorFor(429, { reason: "QUOTA_EXHAUSTED", details: [retryInfo("3600s")] });
    expect(error.resetAt).toEqual(new Date(NOW + 3_600_000));
    expect(errorFor(429, { reason: "QUOTA_EXHAUSTED" }).resetAt).toBeUndefined();
  });
});

describe("F64 every form of the body", () => {
  const inner = {
    error: { code: 429, message: "Slow down.", status: "RESOURCE_EXHAUSTED", details: [retryInfo("3s")] },
  };
  const nested = (depth: number): object =>
    depth === 0 ? inner : { error: { code: 429, message: JSON.stringify(nested(depth - 1)) } };
  test.each<[string, string]>([
    ["plain", JSON.stringify(inner)],
    ["in an array", JSON.stringify([inner])],
    ["nested in the message", JSON.stringify(nested(1))],
    ["nested as deep as is looked", JSON.stringify(nested(4))],
    ["an array nested in an array", JSON.stringify([{ error: { message: JSON.stringify([inner]) } }])],
    ["with stray commas", JSON.stringify(inner).replaceAll("}", ",}").replaceAll("]", ",]")],
    ["with a comma behind it, as between the items of a list", `${JSON.stringify([inner])}\n,\n`],
    ["after the prefix of a front end", `)]}'\n${JSON.stringify(inner)}`],
    ["as an event of a stream", `data: ${JSON.stringify(inner)}\r\n\r\n`],
    ["with a comma before it", `\n, ${JSON.stringify(inner)}`],
    [
      "with no-break spaces",
      JSON.stringify(inner, null, 2).replaceAll(" ", "\u00a0").replaceAll("Slow\u00a0down", "Slow down"),
    ],
  ])("%s", (_, body) => {
    const error = errorFor(429, { body });
    expect(error).toMatchObject({ code: "rate_limited", reason: "RESOURCE_EXHAUSTED", retryAfterMs: 3_000 });
    expect(error.summary).toContain("Slow down.");
    expect(error.raw).toBe(body);
  });

  test("extremely deep nesting: the status alone decides", () => {
    const error = errorFor(429, { body: JSON.stringify(nested(5)) });
    expect({ code: error.code, retryAfterMs: error.retryAfterMs }).toEqual({
      code: "rate_limited",
      retryAfterMs: undefined,
    });
  });

  test.each<[string, string]>([
    ["nested without end", JSON.stringify(nested(9))],
    ["a text", '{"error":"Slow down."}'],
    ["no JSON", "Slow down."],
    ["null members", '{"error":{"code":null,"message":null,"status":null,"details":null}}'],
    [
      "odd members",
      '{"error":{"message":5,"details":[null,5,"x",{"reason":5,"links":{},"violations":[null],"retryDelay":{}}]}}',
    ],
    ["a prototype", '{"error":{"__proto__":{"polluted":true},"message":"x","details":[{"__proto__":{"reason":"x"}}]}}'],
    ["deeply nested arrays", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
  ])("%s is still classified", (_, body) => {
    const error = errorFor(429, { body });
    expect(error).toMatchObject({ code: "rate_limited", status: 429 });
    expect(error.raw).toBe(body);
    expect("polluted" in {}).toBe(false);
  });
});

describe("links", () => {
  const linksOf = (url: unknown) =>
    errorFor(403, { details: [{ links: [{ description: "Help\u001b[2J", url }] }] }).links.map((link) => link.url);

  test("only https addresses without control characters are kept", () => {
    expect(linksOf("https://support.google.com/x?y=1#z")).toEqual(["https://support.google.com/x?y=1#z"]);
    for (const url of ["http://google.com", "javascript:alert(1)", "https://x\u001b]8;;", "https://a b", 5, null]) {
      expect(linksOf(url)).toEqual([]);
    }
  });

  test("F31 a remedy links to Google only", () => {
    const validation = (url: string) =>
      errorFor(403, { reason: "VALIDATION_REQUIRED", details: [{ links: [{ url }] }] });
    expect(validation("https://accounts.google.com/verify").message).toContain("https://accounts.google.com/verify");
    expect(validation("https://evil.example/verify").message).not.toContain("evil.example");
    expect(validation("https://google.com.evil.example/").message).not.toContain("evil.example");
    expect(validation("https://google.com@evil.example/").message).not.toContain("evil.example");
  });
});
