import { expect, test } from "vitest";
import { failureOf } from "../auth/support/failure.ts";
import { createWorld } from "../auth/support/world.ts";

test("F31 VALIDATION_REQUIRED: the link of Google stands in the error", async () => {
  await using world = await createWorld({ account: { validationRequired: true } });
  await world.signIn();
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "validation_required", phase: "project", attempts: 0 });
  expect(error.links.map((link) => link.url)).toEqual(["https://accounts.google.com/signin/continue?fake=1"]);
  expect(error.message).toContain("https://accounts.google.com/signin/continue?fake=1");
  expect(world.calls("onboardUser")).toEqual([]);
});

test.each([
  "http://accounts.google.com/verify",
  "https://accounts.google.com.example.com/verify",
  "https://examplegoogle.com/verify",
  "https://accounts.google.com@example.com/verify",
  "https://fake-user@accounts.google.com/verify",
  "javascript:alert(1)",
  "not a link",
])("F31 VALIDATION_REQUIRED with the link %s: no link is handed on", async (validationUrl) => {
  await using world = await createWorld();
  await world.signIn();
  const tier = { reasonCode: "VALIDATION_REQUIRED", reasonMessage: "Verify your account.", validationUrl };
  world.on("loadCodeAssist", () => Response.json({ ineligibleTiers: [tier] }));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "validation_required", links: [] });
  expect(error.message).not.toContain(validationUrl);
});

const refusals = [
  ["license_required", "SUBSCRIPTION_REQUIRED", "You do not have a valid license for Gemini Code Assist. (#3501)"],
  ["client_unsupported", undefined, "This client is no longer supported for Gemini Code Assist for individuals."],
  ["account_disabled", undefined, "This service has been disabled in this account for violation of Terms of Service."],
] as const;

test.each(refusals)("F32 %s, also when the account is looked up", async (code, reason, message) => {
  for (const operation of ["loadCodeAssist", "generateContent"]) {
    await using world = await createWorld();
    await world.signIn();
    const details = reason ? [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason }] : [];
    world.on(operation, () =>
      Response.json({ error: { code: 403, message, status: "PERMISSION_DENIED", details } }, { status: 403 }),
    );
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code, status: 403, retryable: false });
    if (code !== "account_disabled") {
      expect(error.message).toContain("GEMINI_API_KEY");
      expect(error.message).toContain("Vertex AI");
    }
  }
});
