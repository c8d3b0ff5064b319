import { expect, test } from "vitest";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

test("F31 VALIDATION_REQUIRED: the error contains Google's link", async () => {
  await using world = await createWorld({ account: { validationRequired: true } });
  await world.signIn();
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "validation_required", phase: "project", attempts: 1 });
  expect(error.links.map((link) => link.url)).toEqual(["https://accounts.google.com/signin/continue?fake=1"]);
  expect(error.message).toContain("https://accounts.google.com/signin/continue?fake=1");
  expect(world.calls("onboardUser")).toEqual([]);
});

test("F31 VALIDATION_REQUIRED: the link reaches the message without control characters", async () => {
  await using world = await createWorld();
  await world.signIn();
  const validationUrl = "https://accounts.google.com/ver\nify?x=\u001b[2J";
  const tier = { reasonCode: "VALIDATION_REQUIRED", reasonMessage: "Verify your account.", validationUrl };
  world.on("loadCodeAssist", () => Response.json({ ineligibleTiers: [tier] }));
  const error = await failureOf(world.client().generate("hi"));
  expect(error.links.map((link) => link.url)).toEqual(["https://accounts.google.com/verify?x=%1B[2J"]);
  expect(error.remedy).toContain("https://accounts.google.com/verify?x=%1B[2J");
});

test("F31 VALIDATION_REQUIRED without a link, but with another plan: that one is set up", async () => {
  await using world = await createWorld({ account: { tier: "none-yet", onboarding: { tier: "free", polls: 0 } } });
  await world.signIn();
  const reply = {
    allowedTiers: [{ id: "free-tier", isDefault: true }],
    ineligibleTiers: [{ reasonCode: "VALIDATION_REQUIRED", reasonMessage: "Verify your account." }],
  };
  world.on("loadCodeAssist", () => Response.json(reply));
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});

test.each([
  "http://accounts.google.com/verify",
  "https://accounts.google.com.example.com/verify",
  "https://examplegoogle.com/verify",
  "https://accounts.google.com@example.com/verify",
  "https://fake-user@accounts.google.com/verify",
  "javascript:alert(1)",
  "not a link",
])("F31 VALIDATION_REQUIRED with the link %s: the error has no link", async (validationUrl) => {
  await using world = await createWorld();
  await world.signIn();
  const tier = { reasonCode: "VALIDATION_REQUIRED", reasonMessage: "Verify your account.", validationUrl };
  world.on("loadCodeAssist", () => Response.json({ ineligibleTiers: [tier] }));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "validation_required", links: [] });
  expect(error.message).not.toContain(validationUrl);
});

test.each([
  ["license", "license_required"],
  ["client-unsupported", "client_unsupported"],
] as const)("F32 %s: %s, whose remedy names an API key and Vertex AI, after one request", async (error, code) => {
  await using world = await createWorld();
  await world.signIn();
  world.emulator.next({ error }, { operation: "loadCodeAssist" });
  const failure = await failureOf(world.client({ retry: true }).generate("hi"));
  expect(failure).toMatchObject({ code, status: 403, retryable: false, attempts: 1 });
  for (const way of [
    "GEMINI_API_KEY",
    "https://aistudio.google.com/apikey",
    "Vertex AI",
    "GOOGLE_GENAI_USE_VERTEXAI",
  ]) {
    expect(failure.remedy).toContain(way);
  }
});
