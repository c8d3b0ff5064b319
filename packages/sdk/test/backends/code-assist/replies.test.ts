import { expect, test } from "vitest";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const projectsSent = (calls: readonly { readonly body: unknown }[]) =>
  calls.map((call) => (call.body as { project?: string }).project);

test.each(["loadCodeAssist", "onboardUser"])(
  "F36 a failure of %s names account set-up, in phase project",
  async (name) => {
    await using world = await createWorld();
    await world.signIn();
    world.on("loadCodeAssist", () => Response.json({ allowedTiers: [{ id: "standard-tier", isDefault: true }] }));
    world.on(name, () => new Response("busy", { status: 503 }));
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code: "server_error", phase: "project", status: 503, retryable: true });
    expect(error.summary).toBe("Account set-up at Code Assist: Google responded 503.");
    world.on(name, () => Response.json([]));
    expect(await failureOf(world.client().generate("hi"))).toMatchObject({
      code: "response_invalid",
      phase: "project",
    });
  },
);

test.each([
  ["a text", "fake-text", "fake-text"],
  ["an object with an id", { id: "fake-object" }, "fake-object"],
])("F30 the project as %s", async (_name, cloudaicompanionProject, expected) => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () => Response.json({ currentTier: { id: "unknown-tier" }, cloudaicompanionProject }));
  await world.client().generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual([expected]);
});

test.each([
  ["a tier and nothing else", { currentTier: { id: "standard-tier" } }],
  [
    "null fields",
    { currentTier: {}, paidTier: null, allowedTiers: null, ineligibleTiers: null, cloudaicompanionProject: null },
  ],
  ["an empty project", { currentTier: { id: "standard-tier" }, cloudaicompanionProject: "" }],
  ["a project of another shape", { currentTier: { id: "standard-tier" }, cloudaicompanionProject: { id: 5 } }],
  ["lists of another shape", { currentTier: "standard-tier", allowedTiers: {}, ineligibleTiers: "none" }],
  ["lists of null", { currentTier: { id: 5 }, allowedTiers: [null], ineligibleTiers: [null, 5] }],
])("F30 loadCodeAssist answers with %s: the configured project is used, or project_required", async (_name, reply) => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () => Response.json(reply));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "project_required", phase: "project", attempts: 1 });
  expect(error.message).toContain("GOOGLE_CLOUD_PROJECT");
  await world.client({ project: "fake-configured" }).generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["fake-configured"]);
});

test.each([
  ["{}", {}],
  ["nulls", { currentTier: null, allowedTiers: null, ineligibleTiers: null }],
  ["tiers of another shape", { allowedTiers: [null, "standard-tier", { id: 5, isDefault: true }], ineligibleTiers: 5 }],
])("F30 loadCodeAssist answers with %s: the account is set up on the legacy tier", async (_name, reply) => {
  await using world = await createWorld({ account: { tier: "none-yet", onboarding: { tier: "legacy", polls: 0 } } });
  await world.signIn();
  world.on("loadCodeAssist", () => Response.json(reply));
  await world.client({ project: "fake-configured" }).generate("hi");
  expect(world.calls("onboardUser").map((call) => call.body)).toMatchObject([{ tierId: "legacy-tier" }]);
});

const ineligible = [
  { reasonCode: "RESTRICTED_AGE", reasonMessage: "Not at your age." },
  { reasonCode: "DASHER_USER", reasonMessage: "Ask your administrator." },
];

test.each([
  ["a tier without a project", { account: { project: null, ineligibleTiers: ineligible } }, 1],
  ["no tier, none offered", { account: { tier: "none-yet", ineligibleTiers: ineligible } }, 2],
] as const)(
  "F30 ineligible plans and %s: ineligible_tier with reason and message",
  async (_name, options, attempts) => {
    await using world = await createWorld(options);
    await world.signIn();
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({
      code: "ineligible_tier",
      phase: "project",
      reason: "RESTRICTED_AGE",
      attempts,
    });
    expect(error.message).toContain("Not at your age. Ask your administrator.");
    expect(error.message).toContain("GEMINI_API_KEY");
  },
);

test("F30 ineligible plans in an unknown shape: still ineligible_tier", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () =>
    Response.json({
      currentTier: { id: "free-tier" },
      ineligibleTiers: [{ reasonCode: 5, reasonMessage: { text: 1 } }],
    }),
  );
  const { code, reason } = await failureOf(world.client().generate("hi"));
  expect({ code, reason }).toEqual({ code: "ineligible_tier", reason: undefined });
});

test.each([
  ["text", "fake page"],
  ["an array", "[]"],
  ["nothing", ""],
])("loadCodeAssist answers with %s: response_invalid", async (_name, text) => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () => new Response(text));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "response_invalid", attempts: 1 });
});
