import type { ApiErrorName, FaultErrorForm } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { codeAssist, type GeminiOptions, geminiApi, vertex } from "../../src/index.ts";
import { createWorld, type World } from "../auth/support/world.ts";
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

test.each(remedies)("F154 F156 F168 %s (%s) has a remedy of its own", async (error, code, says) => {
  await using world = await createWorld();
  for (const errorForm of ["object", "nested", "text-only"] as const) {
    if (errorForm === "text-only" && /project-invalid|permission/.test(error)) continue;
    world.emulator.next({ error, errorForm });
    const failure = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }) }).generate("hi"));
    expect(failure).toMatchObject({ code, retryable: false, remedy: expect.stringMatching(says) });
  }
});

test("F154 F156 no two kinds of refusals share their words", () => {
  expect(new Set(remedies.map(([, , says]) => says.source)).size).toBeGreaterThan(15);
});

test.each([
  "You must be a named user on your organization's\nGemini Code Assist Standard edition subscription to use this service.",
  "You are currently configured to use a Google Cloud Project but lack a Gemini Code Assist license. (#3501)",
  "You do not have a valid license of this product.",
  "A Gemini Code Assist license is required.",
])("F155 a missing licence is told in Google's words: %s", (message) => {
  const error = errorFor(403, { message, reason: "FORBIDDEN" });
  expect(error.code).toBe("license_required");
  expect(error.message).toContain(message.replace("\n", " ").replace(/\.$/, ""));
});

test("F155 a licence that was accepted is not missing", () => {
  expect(errorFor(403, { message: "You have accepted the license." }).code).toBe("permission_denied");
});

test("F155 words about licences in a bad request are the request's own", () => {
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
])("F158 a project number is refused, and %s is named", async (name, environment, options) => {
  await using world = await createWorld({ environment });
  const backend = codeAssist({ accessToken: world.emulator.login().access_token, ...options });
  const error = await failureOf(world.client({ backend }).generate("hi"));
  expect(error).toMatchObject({ code: "project_invalid", attempts: 0 });
  expect(error.option ?? error.variable).toBe(name);
  expect(error.message).toContain(name);
});

const pages: readonly (readonly [
  form: FaultErrorForm,
  status: number,
  code: string,
  retryable: boolean,
  says: RegExp,
])[] = [
  ["cloudflare", 403, "response_invalid", false, /HTML page of Cloudflare.*blocked this client/],
  ["cloudflare", 502, "server_error", true, /Cloudflare.*origin server/],
  ["cloudflare", 503, "server_error", true, /Cloudflare.*origin server/],
  ["nginx", 403, "response_invalid", false, /HTML page of nginx.*access rules/],
  ["nginx", 502, "server_error", true, /nginx.*`proxy_pass`/],
  ["nginx", 504, "server_error", true, /nginx.*`proxy_pass`/],
  ["nginx", 413, "invalid_request", false, /nginx.*raise the limit/],
  ["captive-portal", 403, "response_invalid", false, /sign-in page.*Sign in to the network/],
  ["captive-portal", 511, "response_invalid", false, /sign-in page.*Sign in to the network/],
  ["html", 403, "response_invalid", false, /Google's front end does not serve/],
  ["html", 503, "server_error", true, /front end rarely last/],
  ["nginx", 401, "api_key_invalid", false, /Check the API key/],
  ["nginx", 429, "rate_limited", true, /send fewer requests/],
];

test.each(pages)(
  "F157 a page of %s with %i is %s, and the remedy fits",
  async (errorForm, status, code, retryable, says) => {
    await using world = await createWorld();
    world.emulator.next({ error: "permission", errorForm, status });
    const failure = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }) }).generate("hi"));
    expect(failure).toMatchObject({ code, status, retryable, message: expect.stringMatching(says) });
    expect(failure.message).not.toContain("<");
  },
);

test.each(["generateContent", "streamGenerateContent"] as const)(
  "F157 a sign-in page of the network with status 200, in place of %s",
  async (operation) => {
    await using world = await createWorld();
    const body = "<html><title>Wi-Fi login</title>fake-page-canary</html>";
    world.emulator.on({ operation }, { body, contentType: "text/html" });
    const client = world.client({ backend: geminiApi({ apiKey: "fake-key" }) });
    const call = operation === "generateContent" ? client.generate("hi") : client.generateStream("hi").response();
    const failure = await failureOf(call);
    expect(failure).toMatchObject({ code: "response_invalid", status: 200 });
    expect(failure.message).toMatch(/sign-in page.*Sign in to the network/);
  },
);

test.each([
  [
    "a page that loads Google's fonts",
    "<html><link href='https://fonts.googleapis.com/x'>No.</html>",
    {},
    "a response",
  ],
  [
    "a page that loads a script from Cloudflare's store",
    "<html><script src='https://cdnjs.cloudflare.com/x'></script></html>",
    {},
    "a response",
  ],
  ["a page behind Cloudflare", "<html>No.</html>", { "cf-ray": "fake0ray" }, "Cloudflare"],
  ["a page of Squid", "<html>Generated by fake.example (squid/6.6)</html>", {}, "a proxy of your network"],
])("F157 %s is not taken for another gateway's", (_what, body, headers, name) => {
  const error = errorFor(403, { body, headers });
  expect(error.code).toBe("response_invalid");
  expect(error.summary).toContain(name);
  expect(/Cloudflare|Google's front/.test(error.summary)).toBe(name === "Cloudflare");
});

test("F157 an API's JSON that comes through a gateway is no page of the gateway", () => {
  const body = '{"error":"The key lacks a right."}';
  expect(errorFor(403, { body, headers: { server: "cloudflare", "cf-ray": "fake0ray" } }).code).toBe(
    "permission_denied",
  );
});

test.each([
  ["envoy's words", 503, "upstream connect error or disconnect/reset before headers", "server_error"],
  ["Cloudflare's words", 403, "error code: 1020", "response_invalid"],
  ["a proxy that wants a login", 407, "", "api_error"],
  ["an unknown page", 403, "<html><body>No.</body></html>", "response_invalid"],
])("F157 %s", (_what, status, body, code) => {
  expect(errorFor(status, { body }).code).toBe(code);
});

/** Addresses of a server that is no Gemini API. */
const notFound: readonly (readonly [what: string, reply: () => Response])[] = [
  ["nothing", () => new Response(null, { status: 404 })],
  [
    "a page",
    () => new Response("<html>404 Not Found</html>", { status: 404, headers: { "content-type": "text/html" } }),
  ],
  ["a gateway's JSON", () => Response.json({ message: "no Route matched with those values" }, { status: 404 })],
  ["a text as error", () => Response.json({ error: "not found" }, { status: 404 })],
  ["another API's error", () => Response.json({ error: { message: "Unknown URL", type: "x" } }, { status: 404 })],
  ["405", () => new Response("Method Not Allowed", { status: 405 })],
];

describe.each(notFound)("F162 a server that answers 404 with %s", (_what, reply) => {
  const ways: readonly (readonly [string, (world: World) => GeminiOptions, string, string])[] = [
    ["gemini-api", () => ({ backend: geminiApi({ apiKey: "fake-key" }) }), "variable", "GOOGLE_GEMINI_BASE_URL"],
    [
      "gemini-api by option",
      (world) => ({ backend: geminiApi({ apiKey: "fake-key", baseUrl: world.emulator.url }) }),
      "option",
      "geminiApi.baseUrl",
    ],
    ["vertex", () => ({ backend: vertex({ apiKey: "fake-key" }) }), "variable", "GOOGLE_VERTEX_BASE_URL"],
    [
      "code-assist",
      (world) => ({ backend: codeAssist({ accessToken: world.emulator.login().access_token }) }),
      "variable",
      "CODE_ASSIST_ENDPOINT",
    ],
  ];
  test.each(ways)(
    "%s: the address is named, no list and no other model is asked for",
    async (_name, options, field, name) => {
      await using world = await createWorld();
      world.on("generateContent", reply);
      const client = world.client({ ...options(world), fallbackModels: ["gemini-2.5-flash"] });
      const error = await failureOf(client.generate("hi"));
      expect(error).toMatchObject({ code: "api_error", retryable: false, [field]: name });
      expect(error.message).toContain(name);
      expect(world.calls("generateContent")).toHaveLength(1);
      expect(world.calls("listModels")).toEqual([]);
    },
  );
});

test.each([
  "",
  "/",
  "/v1beta",
  "/v1beta/",
  "/v1",
  "/v1/",
  "/v1alpha",
  "/v1beta1",
  "/v1beta/models",
  "/v1beta/openai/",
  "/v1beta/models/x:generateContent",
])("F161 a base URL that ends with %s works, as an option and a variable, and for every service", async (tail) => {
  await using world = await createWorld();
  const { url } = world.emulator;
  const token = world.emulator.login().access_token;
  Object.assign(world.environment, {
    GOOGLE_GEMINI_BASE_URL: url + tail,
    GOOGLE_VERTEX_BASE_URL: url + tail,
    CODE_ASSIST_ENDPOINT: tail.startsWith("/v1") ? `${url}/v1internal` : url + tail,
  });
  for (const backend of [
    geminiApi({ apiKey: "fake-key", baseUrl: url + tail }),
    geminiApi({ apiKey: "fake-key" }),
    vertex({ apiKey: "fake-key" }),
    codeAssist({ accessToken: token }),
  ]) {
    expect((await world.client({ backend }).generate("What is 2+2?")).text).toContain("4");
  }
});
