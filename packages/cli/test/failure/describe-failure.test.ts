import { GeminiError, type GeminiErrorCode, geminiApi } from "gemini-ts";
import { expect, test } from "vitest";
import { usageFailure } from "../../src/failure/command-failure.ts";
import { describeFailure } from "../../src/failure/describe-failure.ts";

test("describes a failure of the command in exactly two lines", () => {
  const { text, exitCode } = describeFailure(usageFailure("Bad\n\u001b[31mword.", "Do\r\nthis."), {});
  expect({ text, exitCode }).toEqual({ text: "Bad word.\nDo this.\n", exitCode: 2 });
});

/** An error as the SDK makes them. */
const failure = (code: GeminiErrorCode, more: object = {}) =>
  new GeminiError({ code, phase: "reply", summary: "The SDK's `summary`.", remedy: "The SDK's `remedy`.", ...more });

/** The documented exit code of every code: scripts rely on it. */
const exitCodes = {
  invalid_options: 2,
  unsupported: 2,
  invalid_request: 2,
  model_unavailable: 2,
  client_closed: 1,
  conversation_busy: 1,
  stream_consumed: 1,
  exchange_open: 1,
  no_open_exchange: 1,
  dependency_missing: 3,
  no_credentials: 3,
  credentials_unreadable: 3,
  login_expired: 3,
  oauth_client_rejected: 3,
  api_key_invalid: 3,
  endpoint_insecure: 3,
  account_disabled: 3,
  project_required: 3,
  project_invalid: 3,
  ineligible_tier: 3,
  validation_required: 3,
  license_required: 3,
  client_unsupported: 3,
  region_unsupported: 3,
  onboarding_failed: 3,
  permission_denied: 3,
  rate_limited: 5,
  quota_exhausted: 5,
  model_overloaded: 5,
  server_error: 6,
  api_error: 1,
  connection_failed: 6,
  timeout: 6,
  redirect_refused: 6,
  response_invalid: 6,
  response_too_large: 1,
  stream_interrupted: 6,
  stream_malformed: 6,
  token_response_invalid: 6,
  tools_unavailable: 6,
  blocked: 4,
  empty_response: 4,
  malformed_function_call: 4,
  tool_rounds_exceeded: 4,
  output_truncated: 4,
  output_invalid: 4,
  aborted: 130,
} satisfies Record<GeminiErrorCode, number>;
const codes = Object.entries(exitCodes) as [GeminiErrorCode, number][];

test.each(codes)("%s ends the command with %i", (code, exitCode) => {
  expect(describeFailure(failure(code), {}).exitCode).toBe(exitCode);
});

/** Their remedies name no option: what a value may be, what to install, and what to do about a key or a permission. */
const quoted = ["invalid_options", "dependency_missing", "api_key_invalid", "permission_denied"];

test.each(codes.filter(([code]) => !quoted.includes(code)))("%s has a remedy of the command's own", (code) => {
  const [, remedy] = describeFailure(failure(code), {}).text.split("\n");
  expect(remedy).toMatch(/\w.*\.$/);
  expect(remedy).not.toContain("SDK");
});

test.each(["HOME", "USERPROFILE"])(
  "without a home folder, the remedy names the variable of the system: %s",
  (variable) => {
    const { text } = describeFailure(failure("no_credentials", { variable }), {});
    expect(text).toContain(`\nSet ${variable}, or use --credentials.`);
  },
);

test.each<[GeminiErrorCode, object, string]>([
  [
    "invalid_options",
    { option: "systemPrompt", summary: "Option `systemPrompt` got 5.", remedy: "It takes a text." },
    "The value of --system cannot be used.\nIt takes a text.\n",
  ],
  [
    "invalid_options",
    {
      option: "thinkingLevel",
      summary: 'The model "x" does not accept this `thinkingLevel`.',
      remedy: "Use `thinkingBudget`: `$ref`.",
    },
    'The model "x" does not accept this --thinking-level.\nUse --thinking-budget: `$ref`.\n',
  ],
  [
    "rate_limited",
    { status: 429, reason: "RATE_LIMIT_EXCEEDED", quota: "per-minute", retryAfterMs: 1_000 },
    "The quota per minute is used up: Google responded 429 RATE_LIMIT_EXCEEDED.\nWait 1 second, then ask again.\n",
  ],
  [
    "model_unavailable",
    { status: 404, googleMessage: "Not found", availableModels: ["a", "b"] },
    "Google responded 404: Not found.\nUse another --model (available: a, b).\n",
  ],
  [
    "rate_limited",
    { status: 429, reason: "RATE_LIMIT_EXCEEDED", quota: "per-minute", retryAfterMs: 1_001 },
    "The quota per minute is used up: Google responded 429 RATE_LIMIT_EXCEEDED.\nWait 2 seconds, then ask again.\n",
  ],
  [
    "server_error",
    { status: 503, phase: "token" },
    "Google's token endpoint responded 503.\nAsk again in a moment: failures of Google's service rarely last.\n",
  ],
  [
    "dependency_missing",
    { phase: "credentials" },
    "The SDK's `summary`.\nRun: npm install -g google-auth-library@10 (without -g if this command is installed in a project; " +
      "with npx: npx -p @gemini-ts/cli -p google-auth-library@10 gemini-ts).\n",
  ],
  [
    "login_expired",
    { phase: "token", variable: "GOOGLE_APPLICATION_CREDENTIALS", remedy: "Renew it." },
    "The SDK's `summary`.\nRenew it.\n",
  ],
  [
    "connection_failed",
    { reason: "CERT_HAS_EXPIRED", remedy: "Check the clock." },
    "The SDK's `summary`.\nCheck the clock.\n",
  ],
  [
    "connection_failed",
    { reason: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", option: "agent" },
    "The SDK's `summary`.\nThis command has no client certificate: use a proxy that adds one (--proxy), or another network.\n",
  ],
  [
    "connection_failed",
    { phase: "connect", reason: "ECONNRESET", option: "agent" },
    "The SDK's `summary`.\nThe connection was closed before it was ready. Check the proxy (--proxy, HTTPS_PROXY or HTTP_PROXY) or else the network, then ask again.\n",
  ],
  [
    "connection_failed",
    { reason: "ECONNREFUSED", option: "agent" },
    "The SDK's `summary`.\nCheck the network, then ask again. Behind a proxy, set HTTPS_PROXY or use --proxy.\n",
  ],
  [
    "server_error",
    {
      status: 502,
      variable: "GOOGLE_GEMINI_BASE_URL",
      summary: "x responded 502 with a page.",
      remedy: "Check nginx.",
    },
    "x responded 502 with a page.\nCheck nginx.\n",
  ],
  [
    "api_error",
    { status: 404, variable: "GOOGLE_GEMINI_BASE_URL", summary: "x responded 404.", remedy: "Check the address." },
    "x responded 404.\nCheck the address.\n",
  ],
  [
    "permission_denied",
    { status: 403, variable: "GOOGLE_CLOUD_PROJECT", summary: "No, for the project x.", remedy: "Grant it." },
    "No, for the project x.\nGrant it.\n",
  ],
  [
    "quota_exhausted",
    { status: 429, quota: "credits", summary: "The cap is reached.", remedy: "Raise it." },
    "The cap is reached.\nRaise it.\n",
  ],
  [
    "response_invalid",
    { status: 403, summary: "x responded 403 with a page.", remedy: "Sign in to the network." },
    "x responded 403 with a page.\nSign in to the network.\n",
  ],
  [
    "empty_response",
    { reason: "MAX_TOKENS" },
    "The model used up --max-output-tokens on thinking and returned no content.\nRaise --max-output-tokens, or lower --thinking-budget.\n",
  ],
  [
    "validation_required",
    { links: [{ description: "", url: "https://goo.gle/x" }] },
    "The SDK's `summary`.\nOpen https://goo.gle/x in a browser, then ask again.\n",
  ],
  [
    "api_error",
    { status: 404, variable: "CODE_ASSIST_ENDPOINT" },
    "Google responded 404.\nCheck CODE_ASSIST_ENDPOINT and CODE_ASSIST_API_VERSION.\n",
  ],
])("describes %s with %o by its details", (code, facts, text) => {
  expect(describeFailure(failure(code, facts), {}).text).toBe(text);
});

test("quotes the SDK on what a rejected value may be", () => {
  let error: unknown;
  try {
    geminiApi({ apiKey: "not a key" });
  } catch (thrown) {
    error = thrown;
  }
  const { text, exitCode } = describeFailure(error, {});
  expect(exitCode).toBe(2);
  expect(text).toMatch(/^Option .+\nIt takes .+\n$/);
});

test("does not quote an unknown error, which could contain part of the prompt", () => {
  const { text, exitCode } = describeFailure(new TypeError("canary"), {});
  expect(exitCode).toBe(1);
  expect(text).toMatch(/^Unexpected error \(TypeError\)\.\n.*GEMINI_TS_DEBUG=1.*\n$/);
});

test("describes a thrown value that is not an Error in two lines", () => {
  expect(describeFailure("canary", { GEMINI_TS_DEBUG: "1" }).text).toMatch(/^[^\n]*\(string\)[^\n]*\n[^\n]+\n$/);
});
