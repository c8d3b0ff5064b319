import { expect, test } from "vitest";
import type { EmulatorOptions, Fault } from "../../src/index.ts";
import { services } from "../support/services.ts";
import { startEmulator } from "../support/start-emulator.ts";

async function start(options: EmulatorOptions = {}) {
  const started = await startEmulator(options);
  const refresh = async (refreshToken: string) => {
    const form = { refresh_token: refreshToken, client_id: "fake-client", client_secret: "fake-secret" };
    const body = new URLSearchParams({ ...form, grant_type: "refresh_token" });
    const response = await fetch(`${started.url}/token`, { method: "POST", body });
    return { status: response.status, text: await response.text() };
  };
  return { ...started, refresh };
}

test("expireTokens expires all access tokens so far, and none issued later", async () => {
  const started = await start();
  expect((await services["code-assist"](started)).status).toBe(200);
  started.emulator.expireTokens();
  expect(await services["code-assist"](started)).toMatchObject({
    status: 401,
    body: { error: { details: [{ reason: "ACCESS_TOKEN_EXPIRED" }] } },
  });
  const bearer = { authorization: `Bearer ${started.emulator.login().access_token}` };
  expect((await started.post("/v1internal:loadCodeAssist", {}, bearer)).status).toBe(200);
});

test("tokens accepted from the start do not expire", async () => {
  const { emulator, post } = await start({ accessTokens: ["fake-for-ever"] });
  emulator.expireTokens();
  expect((await post("/v1internal:loadCodeAssist", {}, { authorization: "Bearer fake-for-ever" })).status).toBe(200);
});

test("with rotation, every refresh returns a new refresh token and revokes the old one", async () => {
  const { emulator, refresh } = await start({ rotateRefreshTokens: true });
  const first = emulator.login().refresh_token;
  const second = JSON.parse((await refresh(first)).text).refresh_token;
  expect(second).toMatch(/^fake-refresh-token/);
  expect(await refresh(first)).toMatchObject({ status: 400, text: expect.stringContaining("invalid_grant") });
  expect((await refresh(second)).status).toBe(200);
});

test("without rotation a refresh token stays", async () => {
  const { emulator, refresh } = await start();
  const { refresh_token } = emulator.login();
  expect(JSON.parse((await refresh(refresh_token)).text)).not.toHaveProperty("refresh_token");
  expect((await refresh(refresh_token)).status).toBe(200);
});

const tokenFaults: readonly (readonly [fault: Fault, status: number, text: string])[] = [
  [{ error: "invalid_grant" }, 400, '"error": "invalid_grant"'],
  [{ error: "invalid_rapt" }, 400, '"error_subtype": "invalid_rapt"'],
  [{ error: "invalid_client" }, 401, '"error": "invalid_client"'],
  [{ error: "unauthorized_client" }, 401, '"error": "unauthorized_client"'],
  [{ error: "terms" }, 403, "violation of Terms of Service"],
  [{ error: "internal" }, 500, '"error": "internal_failure"'],
  [{ error: "overloaded", errorForm: "html", retryAfter: 2 }, 503, "<!DOCTYPE html>"],
  [{ body: {} }, 200, "{}"],
  [{ body: "<html>login</html>", contentType: "text/html" }, 200, "<html>"],
  [{ body: { access_token: "fake token", expires_in: -1 } }, 200, '"expires_in":-1'],
  [{ echo: true }, 400, "fake-secret"],
];

test.each(tokenFaults)("the token endpoint returns %o", async (fault, status, text) => {
  const { emulator, refresh } = await start();
  emulator.on({ operation: "token", times: 1 }, fault);
  const { refresh_token } = emulator.login();
  expect(await refresh(refresh_token)).toEqual({ status, text: expect.stringContaining(text) });
  expect((await refresh(refresh_token)).status).toBe(200);
});

test("every service and the token endpoint refuse a disabled account, but not an API key", async () => {
  const started = await start();
  started.emulator.disableAccount();
  for (const service of ["code-assist", "vertex"] as const) {
    expect(await services[service](started)).toMatchObject({
      status: 403,
      body: { error: { details: [{ reason: "TOS_VIOLATION" }] } },
    });
  }
  const { status, text } = await started.refresh(started.emulator.login().refresh_token);
  expect({ status, text }).toEqual({ status: 403, text: expect.stringContaining("violation of Terms of Service") });
  expect((await services["gemini-api"](started)).status).toBe(200);
});

test("an account without a licence has its plan, but cannot generate content", async () => {
  const started = await start({ account: { licensed: false } });
  expect((await started.post("/v1internal:loadCodeAssist", {})).body.currentTier.id).toBe("standard-tier");
  expect(await services["code-assist"](started)).toMatchObject({
    status: 403,
    body: {
      error: { message: expect.stringContaining("(#3501)"), details: [{ reason: "SUBSCRIPTION_REQUIRED" }, {}] },
    },
  });
});
