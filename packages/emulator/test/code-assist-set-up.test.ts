import { expect, test } from "vitest";
import type { AccountOptions } from "../src/index.ts";
import { type Started, say, startEmulator } from "./support/start-emulator.ts";

const metadata = { ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" };

const load = ({ post }: Started, project?: string) =>
  post("/v1internal:loadCodeAssist", { metadata, ...(project ? { cloudaicompanionProject: project } : {}) });

const generate = ({ post }: Started, project?: string) =>
  post("/v1internal:generateContent", {
    model: "gemini-2.5-flash",
    ...(project ? { project } : {}),
    request: { contents: [say("What is 2+2?")] },
  });

test("an account with a plan gets it and its project", async () => {
  const { body } = await load(await startEmulator({ account: { paidTier: { id: "g1-pro-tier", name: "Pro" } } }));
  expect(body).toMatchObject({
    currentTier: { id: "standard-tier" },
    cloudaicompanionProject: "fake-project-001",
    paidTier: { id: "g1-pro-tier" },
  });
});

test("an account can have no project of its own", async () => {
  const started = await startEmulator({ account: { project: null } });
  expect((await load(started)).body).not.toHaveProperty("cloudaicompanionProject");
  expect((await generate(started)).status).toBe(403);
  expect((await generate(started, "fake-mine")).status).toBe(200);
});

test("a project that the account may not use is refused", async () => {
  const started = await startEmulator();
  const refusal = {
    status: 403,
    body: { error: { status: "PERMISSION_DENIED", details: [{}, { reason: "CONSUMER_INVALID" }] } },
  };
  expect(await load(started, "somebody-elses")).toMatchObject(refusal);
  expect(await generate(started, "somebody-elses")).toMatchObject(refusal);
});

test("the free tier is onboarded by polling, and can generate only then", async () => {
  const started = await startEmulator({ account: { tier: "none-yet", onboarding: { polls: 2 } } });
  const { post, get } = started;
  expect((await load(started)).body).toMatchObject({ allowedTiers: [{ id: "free-tier", isDefault: true }] });
  expect(await generate(started, "fake-project-001")).toMatchObject({
    status: 403,
    body: { error: { details: [{ reason: "SUBSCRIPTION_REQUIRED" }, {}] } },
  });
  const { body: operation } = await post("/v1internal:onboardUser", { tierId: "free-tier", metadata });
  expect(operation).toEqual({ name: "operations/fake-onboarding-1" });
  expect((await get(`/v1internal/${operation.name}`)).body).toEqual(operation);
  expect((await get(`/v1internal/${operation.name}`)).body).toMatchObject({
    done: true,
    response: { cloudaicompanionProject: { id: "fake-project-001" } },
  });
  expect((await load(started)).body).toMatchObject({ currentTier: { id: "free-tier" } });
  expect((await generate(started, "fake-project-001")).status).toBe(200);
});

test("the standard tier is onboarded with the caller's project, the free tier refuses one", async () => {
  const standard = await startEmulator({ account: { tier: "none-yet", onboarding: { tier: "standard", polls: 0 } } });
  const body = { tierId: "standard-tier", cloudaicompanionProject: "fake-mine", metadata };
  expect((await standard.post("/v1internal:onboardUser", body)).body).toMatchObject({
    done: true,
    response: { cloudaicompanionProject: { id: "fake-mine" } },
  });
  expect((await load(standard)).body).toMatchObject({ cloudaicompanionProject: "fake-mine" });
  const free = await startEmulator({ account: { tier: "none-yet" } });
  expect(await free.post("/v1internal:onboardUser", { ...body, tierId: "free-tier" })).toMatchObject({
    status: 400,
    body: { error: { status: "FAILED_PRECONDITION" } },
  });
});

test("onboarding can fail, can have no name, and can last forever", async () => {
  const onboard = async (onboarding: NonNullable<AccountOptions["onboarding"]>) => {
    const { post } = await startEmulator({ account: { tier: "none-yet", onboarding } });
    return (await post("/v1internal:onboardUser", { tierId: "free-tier", metadata })).body;
  };
  const error = { code: 7, message: "not today" };
  expect(await onboard({ polls: 0, error })).toMatchObject({ done: true, error });
  expect(await onboard({ operationName: null })).toEqual({});
  expect(await onboard({ polls: Infinity })).not.toHaveProperty("done");
});

test("an operation that was never started is not found", async () => {
  const { get } = await startEmulator();
  expect((await get("/v1internal/operations/other")).status).toBe(404);
});

test("an account that must be verified gets the link", async () => {
  const started = await startEmulator({ account: { validationRequired: true } });
  const { body } = await load(started);
  expect(body).not.toHaveProperty("currentTier");
  expect(body.ineligibleTiers).toMatchObject([
    { reasonCode: "VALIDATION_REQUIRED", validationUrl: expect.stringMatching(/^https:\/\/accounts\.google\.com\//) },
  ]);
  expect(await generate(started, "fake-project-001")).toMatchObject({
    status: 403,
    body: { error: { details: [{ reason: "VALIDATION_REQUIRED", domain: "cloudcode-pa.googleapis.com" }, {}] } },
  });
});

test("an account that is eligible for no plan is offered none", async () => {
  const ineligible = { reasonCode: "UNSUPPORTED_LOCATION", reasonMessage: "Not where you are.", tierId: "free-tier" };
  const { body } = await load(await startEmulator({ account: { tier: "none-yet", ineligibleTiers: [ineligible] } }));
  expect(body).toEqual({ ineligibleTiers: [ineligible], gcpManaged: false });
});

test("the quota has buckets of preview models, without which the official client drops Gemini 3", async () => {
  const { post } = await startEmulator();
  const { body } = await post("/v1internal:retrieveUserQuota", { project: "fake-project-001" });
  expect(body.buckets).toContainEqual({
    modelId: "gemini-3-pro-preview",
    remainingFraction: 1,
    tokenType: "REQUESTS",
    resetTime: expect.stringMatching(/Z$/),
  });
});

test("the user's setting is kept, with any version of the API", async () => {
  const { get, post } = await startEmulator();
  const allowed = { freeTierDataCollectionOptin: true, cloudaicompanionProject: "fake-project-001" };
  expect((await get("/v9test:getCodeAssistGlobalUserSetting")).body).toEqual(allowed);
  await post("/v9test:setCodeAssistGlobalUserSetting", { freeTierDataCollectionOptin: false });
  expect((await get("/v9test:getCodeAssistGlobalUserSetting")).body.freeTierDataCollectionOptin).toBe(false);
});
