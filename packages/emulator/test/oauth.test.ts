import { expect, test } from "vitest";
import { type Started, startEmulator } from "./support/start-emulator.ts";

const client = { client_id: "fake-client", client_secret: "fake-secret" };

async function askForToken({ url }: Started, form: Record<string, string>) {
  const response = await fetch(`${url}/token`, { method: "POST", body: new URLSearchParams(form) });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

test("a login has the shape of oauth_creds.json and expires by the emulator's clock", async () => {
  const { emulator } = await startEmulator({ now: () => 1_000_000 });
  expect(emulator.login({ expiresInMs: -5 })).toEqual({
    access_token: expect.stringContaining("fake"),
    refresh_token: expect.stringContaining("fake"),
    token_type: "Bearer",
    scope: expect.stringContaining("cloud-platform"),
    expiry_date: 999_995,
  });
});

test("an expired login is refused until it is refreshed; every refresh returns another token", async () => {
  const started = await startEmulator();
  const login = started.emulator.login({ expiresInMs: -1 });
  const stale = await started.post("/v1internal:loadCodeAssist", {}, { authorization: `Bearer ${login.access_token}` });
  expect(stale).toMatchObject({
    status: 401,
    body: { error: { status: "UNAUTHENTICATED", details: [{ reason: "ACCESS_TOKEN_EXPIRED" }] } },
  });
  const form = { ...client, grant_type: "refresh_token", refresh_token: login.refresh_token };
  const first = await askForToken(started, form);
  const second = await askForToken(started, form);
  expect(first).toEqual({
    status: 200,
    body: {
      access_token: expect.stringContaining("fake"),
      expires_in: 3599,
      scope: login.scope,
      token_type: "Bearer",
    },
  });
  expect(second.body.access_token).not.toBe(first.body.access_token);
  const fresh = { authorization: `Bearer ${first.body.access_token}` };
  expect((await started.post("/v1internal:loadCodeAssist", {}, fresh)).status).toBe(200);
});

test.each([
  [{ grant_type: "refresh_token", refresh_token: "fake-refresh-token-1" }, 400, "invalid_request"],
  [{ ...client, client_secret: "", grant_type: "refresh_token" }, 400, "invalid_request"],
  [{ ...client, grant_type: "refresh_token" }, 400, "invalid_request"],
  [{ ...client, grant_type: "refresh_token", refresh_token: "fake-unheard-of" }, 400, "invalid_grant"],
  [{ ...client, client_id: "fake-other", grant_type: "refresh_token" }, 401, "invalid_client"],
  [{ ...client, grant_type: "authorization_code", code: "fake-code" }, 400, "invalid_grant"],
  [{ ...client, grant_type: "password" }, 400, "unsupported_grant_type"],
])("the token endpoint refuses %j", async (form, status, error) => {
  const started = await startEmulator({ clientIds: ["fake-client"] });
  expect(await askForToken(started, form as Record<string, string>)).toMatchObject({
    status,
    body: { error, error_description: expect.any(String) },
  });
});

test("revoked tokens are refused", async () => {
  const started = await startEmulator();
  const login = started.emulator.login();
  started.emulator.revoke(login.access_token);
  started.emulator.revoke(login.refresh_token);
  const call = await started.post("/v1internal:loadCodeAssist", {}, { authorization: `Bearer ${login.access_token}` });
  expect(call.status).toBe(401);
  const form = { ...client, grant_type: "refresh_token", refresh_token: login.refresh_token };
  expect(await askForToken(started, form)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("tokeninfo and userinfo describe the owner of the token", async () => {
  const { emulator, get, post } = await startEmulator({ account: { email: "someone@example.com" } });
  const { access_token: token } = emulator.login({ expiresInMs: 120_000 });
  expect((await get("/oauth2/v2/userinfo")).body).toMatchObject({ email: "someone@example.com" });
  expect((await post("/tokeninfo", "")).body).toMatchObject({ email: "someone@example.com" });
  const info = await get(`/tokeninfo?access_token=${token}`, {});
  expect(Number(info.body.expires_in)).toBeGreaterThan(100);
  expect(Number(info.body.expires_in)).toBeLessThanOrEqual(120);
  expect(await get("/tokeninfo?access_token=fake-other", {})).toMatchObject({
    status: 400,
    body: { error: "invalid_token" },
  });
  expect((await get("/oauth2/v2/userinfo", {})).status).toBe(401);
});
