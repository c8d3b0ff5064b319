import type { FaultErrorForm, TokenErrorName } from "@gemini-ts/emulator";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import { clockWithoutRereading } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const refusals: readonly (readonly [error: TokenErrorName, code: string, reason: string, says: RegExp])[] = [
  ["invalid_grant", "login_expired", "invalid_grant", /revoked or replaced/],
  ["invalid_rapt", "login_expired", "reauth_required", /sign in again/],
  ["rapt_required", "login_expired", "reauth_required", /sign in again/],
  ["invalid_scope", "login_expired", "invalid_scope", /Sign in again/],
  ["admin_policy_enforced", "login_expired", "admin_policy_enforced", /administrator/],
  ["access_denied", "login_expired", "access_denied", /administrator/],
  ["client_secret_missing", "oauth_client_rejected", "invalid_request", /`oauthClient`/],
  ["unsupported_grant_type", "oauth_client_rejected", "unsupported_grant_type", /`oauthClient`/],
  ["invalid_client", "oauth_client_rejected", "invalid_client", /`oauthClient`/],
  ["unauthorized_client", "oauth_client_rejected", "unauthorized_client", /`oauthClient`/],
  ["deleted_client", "oauth_client_rejected", "deleted_client", /`oauthClient`/],
  ["disabled_client", "oauth_client_rejected", "disabled_client", /`oauthClient`/],
  ["org_internal", "oauth_client_rejected", "org_internal", /`oauthClient`/],
];

test.each(refusals)(
  "F159 the token endpoint refuses with %s: %s, with OAuth's error code as reason, and raw",
  async (error, code, reason, says) => {
    await using world = await createWorld({ clock: clockWithoutRereading() });
    await world.signIn({ expiresInMs: 0 });
    world.emulator.on({ operation: "token" }, { error });
    const failure = await failureOf(world.client({ fallbackModels: ["gemini-2.5-flash"] }).generate("hi"));
    expect(failure).toMatchObject({ code, reason, phase: "token", retryable: false });
    expect(failure.message).toMatch(says);
    expect(JSON.parse(failure.raw ?? "")).toHaveProperty("error");
  },
);

test.each([
  ["the subtype alone", { error: "invalid_grant", error_subtype: "rapt_required" }],
  ["the description alone", { error: "invalid_grant", error_description: "reauth related error (invalid_rapt)" }],
])("F159 a demand to sign in again in %s", async (_where, body) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json(body, { status: 400 }));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({
    code: "login_expired",
    reason: "reauth_required",
  });
});

test.each([
  [404, { error: "not_found" }, "api_error", /tokenUrl/],
  [405, { error: "method_not_allowed" }, "api_error", /tokenUrl/],
  [407, { message: "Proxy Authentication Required" }, "connection_failed", /requires a user name and password/],
  [400, { error: "temporarily_unavailable" }, "server_error", /Try again/],
] as const)("F160 %i with %o is not a refusal of the login", async (status, body, code, says) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json(body, { status }));
  const clock = { ...world.newPlatform(), random: () => 0 };
  const failure = await failureOf(world.client({}, clock).generate("hi"));
  expect(failure).toMatchObject({ code, status, phase: "token", message: expect.stringMatching(says) });
});

test("F159 an error code that is too long or no word is not used as the reason", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  for (const error of ["Not a word", "x".repeat(50), 5, null]) {
    world.on("token", () => Response.json({ error }, { status: 400 }));
    const failure = await failureOf(world.client().generate("hi"));
    expect(failure).toMatchObject({ code: "invalid_request", phase: "token" });
    expect(failure.reason).toBeUndefined();
  }
});

test.each([
  [404, "html", "api_error", /`oauthClient\.tokenUrl`/],
  [404, "nginx", "api_error", /`oauthClient\.tokenUrl`/],
  [403, "cloudflare", "response_invalid", /Cloudflare/],
  [403, "captive-portal", "response_invalid", /Sign in to the network/],
  [511, "captive-portal", "response_invalid", /Sign in to the network/],
  [502, "nginx", "server_error", /nginx/],
  [429, "nginx", "rate_limited", /Too many requests/],
] as readonly (readonly [number, FaultErrorForm, string, RegExp])[])(
  "F160 the token endpoint answers %i with a page (%s): %s, and no other model is asked",
  async (status, errorForm, code, says) => {
    await using world = await createWorld();
    await world.signIn({ expiresInMs: 0 });
    world.emulator.on({ operation: "token" }, { error: "internal", status, errorForm });
    const client = world.client({ fallbackModels: ["gemini-2.5-flash"], retry: true });
    const failure = await failureOf(client.generate("hi"));
    expect(failure).toMatchObject({ code, status, phase: "token", message: expect.stringMatching(says) });
    expect(failure.raw).toMatch(/^<|^\s*</);
    expect(world.events.filter(({ type }) => type === "model-fallback")).toEqual([]);
    expect(world.calls("generateContent")).toEqual([]);
  },
);

test("F160 a rate limit or a lack of capacity during the account look-up does not cause a fallback", async () => {
  await using world = await createWorld();
  await world.signIn();
  for (const error of ["rate-limited", "capacity", "quota-exhausted"] as const) {
    world.emulator.next({ error }, { operation: "loadCodeAssist" });
    const failure = await failureOf(world.client({ fallbackModels: ["gemini-2.5-flash"] }).generate("hi"));
    expect(failure.phase).toBe("project");
  }
  expect(world.events.filter(({ type }) => type === "model-fallback")).toEqual([]);
});

test("F159 raw has the response without the secrets of the request", async () => {
  await using world = await createWorld({ environment: { GEMINI_TS_OAUTH_CLIENT_SECRET: "fake-secret/canary+1=" } });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  world.on("token", async (_number, request) => new Response(`Echo: ${await request.text()}`, { status: 418 }));
  const failure = await failureOf(world.client().generate("hi"));
  expect(failure.raw).toContain("grant_type=refresh_token");
  expectHidden(
    [refresh_token, "fake-secret/canary+1=", encodeURIComponent("fake-secret/canary+1=")],
    failure,
    failure.raw,
  );
});

test("F160 nothing listens at the address of the token endpoint", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.environment.GEMINI_TS_OAUTH_TOKEN_URL = "http://127.0.0.1:1/token";
  const failure = await failureOf(world.client({}, { ...world.newPlatform(), random: () => 0 }).generate("hi"));
  const setting = { option: "oauthClient.tokenUrl", variable: "GEMINI_TS_OAUTH_TOKEN_URL" };
  expect(failure).toMatchObject({ code: "connection_failed", phase: "token", ...setting });
  expect(failure.remedy).toContain("GEMINI_TS_OAUTH_TOKEN_URL");
});
