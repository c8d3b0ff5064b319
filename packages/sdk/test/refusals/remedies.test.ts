import type { ApiErrorName } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { codeAssist, type GeminiOptions, geminiApi, vertex } from "../../src/index.ts";
import { createWorld } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";
import { errorFor } from "./support/error-for.ts";

/** What the remedy of each refusal names. */
const remedies: readonly (readonly [error: ApiErrorName, code: string, says: RegExp])[] = [
  ["key-suspended", "api_key_invalid", /suspended the key or its project/],
  ["key-not-found", "api_key_invalid", /Check the API key/],
  ["key-leaked", "api_key_invalid", /Check the API key/],
  ["key-api-blocked", "api_key_invalid", /restricted to other APIs/],
  ["key-referrer-blocked", "api_key_invalid", /restricted to web pages/],
  ["key-address-blocked", "api_key_invalid", /restricted to other IP addresses/],
  ["scope", "permission_denied", /scope|needs a token/],
  ["billing", "permission_denied", /Enable billing for the project/],
  ["api-disabled", "permission_denied", /Enable the API for the project at https:\/\/console\./],
  ["project-invalid", "permission_denied", /does not exist/],
  ["quota-project", "permission_denied", /Service Usage Consumer/],
  ["security-policy", "permission_denied", /VPC Service Controls/],
  ["organization-policy", "permission_denied", /policy of your organisation/],
  ["blocked-by-admin", "permission_denied", /administrator has blocked/],
  ["terms-not-accepted", "permission_denied", /accept the terms/],
  ["permission", "permission_denied", /Grant the account/],
  ["region", "region_unsupported", /supported region/],
  ["spending-cap", "quota_exhausted", /Raise the spending cap/],
  ["spending-rate", "quota_exhausted", /Wait until .* smaller requests/],
];

test.each(remedies)("F154 F156 F168 %s (%s) has its own remedy", async (error, code, says) => {
  await using world = await createWorld();
  for (const errorForm of ["object", "nested", "text-only"] as const) {
    if (errorForm === "text-only" && /project-invalid|permission/.test(error)) continue;
    world.emulator.next({ error, errorForm });
    const failure = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }) }).generate("hi"));
    expect(failure).toMatchObject({ code, retryable: false, remedy: expect.stringMatching(says) });
  }
});

test("F154 F156 no two kinds of refusals share a message", () => {
  expect(new Set(remedies.map(([, , says]) => says.source)).size).toBeGreaterThan(15);
});

test.each([
  "You must be a named user on your organization's\nGemini Code Assist Standard edition subscription to use this service.",
  "You are currently configured to use a Google Cloud Project but lack a Gemini Code Assist license. (#3501)",
  "You do not have a valid license of this product.",
  "A Gemini Code Assist license is required.",
  "User is not a named user of this subscription.",
  "Your license for Gemini Code Assist has expired.",
  "You are missing a valid license.",
  "You need a Gemini for Google Cloud license.",
  "License not found.",
  "No seat is assigned to this account.",
  "A subscription is required.",
])("F155 a missing licence is detected by Google's message: %s", (message) => {
  const error = errorFor(403, { message, reason: "FORBIDDEN" });
  expect(error.code).toBe("license_required");
  expect(error.message).toContain(message.replace("\n", " ").replace(/\.$/, ""));
});

test("F155 a licence that was accepted is not missing", () => {
  for (const message of [
    "You have accepted the license.",
    "Not allowed. See the license terms.",
    "A license is valid.",
  ])
    expect(errorFor(403, { message }).code).toBe("permission_denied");
});

test("F155 text about licences in a bad request comes from the request", () => {
  const body = { error: { code: 400, status: "INVALID_ARGUMENT", message: "Unknown name: I have no valid license" } };
  expect(errorFor(400, { body: JSON.stringify(body) }).code).toBe("invalid_request");
});

/** Who named the project, and how. */
const origins: readonly (readonly [
  who: string,
  environment: Record<string, string>,
  options: (token: string) => GeminiOptions,
  named: RegExp,
  field: object,
])[] = [
  [
    "a variable",
    { GOOGLE_CLOUD_PROJECT: "fake-project-001" },
    (accessToken) => ({ backend: vertex({ accessToken }) }),
    /"fake-project-001" was named by GOOGLE_CLOUD_PROJECT\./,
    { variable: "GOOGLE_CLOUD_PROJECT" },
  ],
  [
    "an option of Vertex AI",
    { GOOGLE_CLOUD_PROJECT: "fake-other" },
    (accessToken) => ({ backend: vertex({ accessToken, project: "fake-project-001" }) }),
    /"fake-project-001" was named by the option `vertex\.project`\./,
    { option: "vertex.project" },
  ],
  [
    "an option of Code Assist",
    {},
    (accessToken) => ({ backend: codeAssist({ accessToken, project: "fake-project-001" }) }),
    /"fake-project-001" was named by the option `codeAssist\.project`\./,
    { option: "codeAssist.project" },
  ],
  [
    "the second variable of Code Assist",
    { GOOGLE_CLOUD_PROJECT_ID: "fake-project-001" },
    (accessToken) => ({ backend: codeAssist({ accessToken }) }),
    /"fake-project-001" was named by GOOGLE_CLOUD_PROJECT_ID\./,
    { variable: "GOOGLE_CLOUD_PROJECT_ID" },
  ],
  [
    "Google",
    {},
    (accessToken) => ({ backend: codeAssist({ accessToken }) }),
    /"fake-project-001" was named by Google/,
    {},
  ],
  [
    "an API key of the environment",
    { GOOGLE_API_KEY: "fake-key" },
    () => ({ backend: geminiApi() }),
    /project is that of the API key in GOOGLE_API_KEY\./,
    { variable: "GOOGLE_API_KEY" },
  ],
];

describe.each(origins)("F158 a project named by %s", (_who, environment, options, named, field) => {
  test.each(["permission", "project-invalid", "license"] as const)("and refused with %s", async (error) => {
    await using world = await createWorld({ environment });
    const client = world.client(options(world.emulator.login().access_token));
    world.emulator.next({ error });
    const failure = await failureOf(client.generate("hi"));
    expect(failure.message).toMatch(named);
    expect(failure).toMatchObject(field);
  });
});

test("F158 a refusal while Code Assist looks up the account names the setting too", async () => {
  await using world = await createWorld({ environment: { GOOGLE_CLOUD_PROJECT: "fake-project-001" } });
  await world.signIn();
  world.emulator.next({ error: "project-invalid" }, { operation: "loadCodeAssist" });
  const failure = await failureOf(world.client().generate("hi"));
  expect(failure).toMatchObject({ code: "permission_denied", phase: "project", variable: "GOOGLE_CLOUD_PROJECT" });
});

test.each([
  ["GOOGLE_CLOUD_PROJECT_ID", { GOOGLE_CLOUD_PROJECT_ID: "12345" }, {}],
  ["codeAssist.project", {}, { project: "12345" }],
])("F158 a project number is refused, and the error names %s", async (name, environment, options) => {
  await using world = await createWorld({ environment });
  const backend = codeAssist({ accessToken: world.emulator.login().access_token, ...options });
  const error = await failureOf(world.client({ backend }).generate("hi"));
  expect(error).toMatchObject({ code: "project_invalid", attempts: 0 });
  expect(error.option ?? error.variable).toBe(name);
  expect(error.message).toContain(name);
});

// https://github.com/googleapis/python-genai/issues/1404
test.each([undefined, "CREDENTIALS_MISSING"])(
  "F154 Vertex AI does not take a key of AI Studio, reason %s",
  (reason) => {
    const message =
      "API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials.";
    const reply = { message, credentialKind: "api-key", ...(reason && { reason }) } as const;
    const error = errorFor(401, { ...reply, backend: "vertex" });
    expect(error).toMatchObject({ code: "api_key_invalid", retryable: false });
    expect(error.remedy).toMatch(/^Vertex AI takes only keys of its own .* the Gemini API for a key of AI Studio/);
    expect(errorFor(401, { ...reply, backend: "gemini-api" }).remedy).not.toContain("Vertex AI");
  },
);
