import type { ApiErrorName } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { outcomeOf, type Reply, type ServiceName, serviceNames, silence, silentBody } from "./support/every-service.ts";

/** The code for each service; several services of one kind share one. */
interface Expected {
  readonly token?: string;
  readonly load: string;
  readonly onboard?: string;
  readonly generate: string;
  /** If it differs from `generate`. */
  readonly stream?: string;
  /** With an API key, if it differs. */
  readonly key?: string;
}

function expectedOf(name: ServiceName, expected: Expected): string | undefined {
  if (name === "token") return expected.token;
  if (name === "load") return expected.load;
  if (name === "onboard") return expected.onboard ?? expected.load;
  // That the list fails is a warning; the 404 stands.
  if (name.startsWith("list")) return "model_unavailable";
  if (name.endsWith("Gemini API") && expected.key !== undefined) return expected.key;
  return name.startsWith("stream") ? (expected.stream ?? expected.generate) : expected.generate;
}

const everywhere = (code: string): Expected => ({ load: code, generate: code });

const refusals: Readonly<Record<ApiErrorName, Expected>> = {
  "per-minute": { ...everywhere("rate_limited"), token: "rate_limited" },
  "per-minute-without-delay": everywhere("rate_limited"),
  "per-day": everywhere("quota_exhausted"),
  "rate-limited": { ...everywhere("rate_limited"), token: "rate_limited" },
  "quota-exhausted": everywhere("quota_exhausted"),
  credits: everywhere("quota_exhausted"),
  capacity: everywhere("model_overloaded"),
  "out-of-capacity": everywhere("model_overloaded"),
  "shared-capacity": everywhere("model_overloaded"),
  "spending-cap": everywhere("quota_exhausted"),
  "spending-rate": everywhere("quota_exhausted"),
  "not-in-plan": everywhere("quota_exhausted"),
  license: everywhere("license_required"),
  "named-user": everywhere("license_required"),
  "client-unsupported": everywhere("client_unsupported"),
  validation: everywhere("validation_required"),
  terms: { ...everywhere("account_disabled"), token: "account_disabled" },
  region: everywhere("region_unsupported"),
  permission: everywhere("permission_denied"),
  // The Gemini CLI goes on without an account; set-up of a new one fails.
  "security-policy": { load: "project_required", onboard: "permission_denied", generate: "permission_denied" },
  "organization-policy": everywhere("permission_denied"),
  "blocked-by-admin": everywhere("permission_denied"),
  "terms-not-accepted": everywhere("permission_denied"),
  scope: everywhere("permission_denied"),
  billing: everywhere("permission_denied"),
  "api-disabled": everywhere("permission_denied"),
  "project-invalid": everywhere("permission_denied"),
  "quota-project": everywhere("permission_denied"),
  "key-suspended": { ...everywhere("permission_denied"), key: "api_key_invalid" },
  "key-not-found": everywhere("api_key_invalid"),
  "key-leaked": everywhere("api_key_invalid"),
  "key-api-blocked": everywhere("api_key_invalid"),
  "key-referrer-blocked": everywhere("api_key_invalid"),
  "key-address-blocked": everywhere("api_key_invalid"),
  unauthenticated: { ...everywhere("login_expired"), key: "api_key_invalid" },
  "model-not-found": { load: "api_error", generate: "model_unavailable" },
  "invalid-argument": everywhere("invalid_request"),
  "too-large": everywhere("invalid_request"),
  overloaded: { ...everywhere("model_overloaded"), token: "server_error" },
  internal: { ...everywhere("server_error"), token: "server_error" },
};

const text = (body: string, init?: ResponseInit) => () => new Response(body, init);
const html = { headers: { "content-type": "text/html" } };

/** Replies that are no answer. `raw-canary` must not be shown. */
const broken: readonly (readonly [what: string, reply: Reply, expected: Expected])[] = [
  ["nothing", text(""), { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" }],
  [
    "a page",
    text("<html>raw-canary</html>", html),
    { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" },
  ],
  [
    "half a JSON text",
    text('{"raw-canary":'),
    { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" },
  ],
  [
    "an array",
    text('["raw-canary"]'),
    { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" },
  ],
  ["null", text("null"), { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" }],
  [
    "a string",
    text('"raw-canary"'),
    { token: "token_response_invalid", load: "response_invalid", generate: "response_invalid" },
  ],
  [
    "an empty object",
    text("{}"),
    {
      token: "token_response_invalid",
      load: "permission_denied",
      onboard: "project_required",
      generate: "empty_response",
      stream: "response_invalid",
    },
  ],
  [
    "odd members",
    text('{"candidates":5,"response":{"candidates":{}},"access_token":5,"currentTier":5,"done":5}'),
    {
      token: "token_response_invalid",
      load: "project_required",
      generate: "empty_response",
      stream: "response_invalid",
    },
  ],
  [
    "an error with status 200",
    text('{"error":{"code":403,"message":"No.","status":"PERMISSION_DENIED"}}'),
    {
      token: "token_response_invalid",
      load: "permission_denied",
      onboard: "onboarding_failed",
      generate: "permission_denied",
    },
  ],
  [
    "204",
    () => new Response(null, { status: 204 }),
    { token: "api_error", load: "response_invalid", generate: "response_invalid", stream: "stream_interrupted" },
  ],
  [
    "a redirect",
    () => Response.redirect("https://login.example/raw-canary", 302),
    { token: "redirect_refused", load: "redirect_refused", generate: "redirect_refused" },
  ],
  [
    "401 without a body",
    () => new Response(null, { status: 401 }),
    { token: "login_expired", load: "login_expired", generate: "login_expired", key: "api_key_invalid" },
  ],
  [
    "403 without a body",
    () => new Response(null, { status: 403 }),
    { token: "permission_denied", load: "permission_denied", generate: "permission_denied" },
  ],
  [
    "404 without a body",
    () => new Response(null, { status: 404 }),
    { token: "api_error", load: "api_error", generate: "api_error" },
  ],
  [
    "407",
    () => new Response(null, { status: 407 }),
    { token: "connection_failed", load: "connection_failed", generate: "connection_failed" },
  ],
  [
    "429 without a body",
    () => new Response(null, { status: 429 }),
    { token: "rate_limited", load: "rate_limited", generate: "rate_limited" },
  ],
  [
    "500 that echoes the request",
    { echo: true, status: 500 },
    { token: "server_error", load: "server_error", generate: "server_error" },
  ],
  [
    "502 with a page",
    text("<html>raw-canary</html>", { status: 502, ...html }),
    { token: "server_error", load: "server_error", generate: "server_error" },
  ],
  [
    "511 with a page",
    text("<html>raw-canary</html>", { status: 511, ...html }),
    { token: "response_invalid", load: "response_invalid", generate: "response_invalid" },
  ],
  [
    "a connection that closes",
    { cutBeforeHeaders: true },
    { token: "connection_failed", load: "connection_failed", generate: "connection_failed" },
  ],
  [
    "a connection that is reset",
    { reset: "before-headers" },
    { token: "connection_failed", load: "connection_failed", generate: "connection_failed" },
  ],
  [
    "a truncated body",
    { cutAfterBytes: 5 },
    { token: "stream_interrupted", load: "stream_interrupted", generate: "stream_interrupted" },
  ],
  [
    "a bad chunk",
    { framing: "bad-chunk" },
    { token: "stream_interrupted", load: "stream_interrupted", generate: "stream_interrupted" },
  ],
  [
    "half a gzip body",
    { framing: "truncated-gzip" },
    { token: "stream_interrupted", load: "stream_interrupted", generate: "stream_interrupted" },
  ],
  ["silence", silence, { token: "timeout", load: "timeout", generate: "timeout" }],
  ["headers and silence", silentBody, { token: "timeout", load: "timeout", generate: "timeout" }],
];

/** By-name refusals of the others are in by-name.test.ts. */
const forRefusals: readonly ServiceName[] = ["token", "load", "onboard", "generate, Vertex AI", "stream, Code Assist"];

describe.each(serviceNames)("F169 %s", (name) => {
  const named = Object.entries(refusals) as [ApiErrorName, Expected][];
  const known = forRefusals.includes(name)
    ? named.filter(([, expected]) => expectedOf(name, expected) !== undefined)
    : [];

  test.each(known)("refuses with %s: a typed error", async (error, expected) => {
    expect(await outcomeOf(name, { error })).toBe(expectedOf(name, expected));
  });

  test.each(broken)("answers with %s: a typed error", async (_what, reply, expected) => {
    expect(await outcomeOf(name, reply)).toBe(expectedOf(name, expected));
  });
});
