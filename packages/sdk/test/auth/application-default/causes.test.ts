import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import { failureOf } from "../../support/clients.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import {
  fetchWithGoogle,
  gcloudUser,
  impersonation,
  serviceAccount,
  tokenReply,
  useCredentials,
  useCredentialsFile,
  workforceUser,
  workload,
} from "../support/default-credentials.ts";
import { createWorld, type World } from "../support/world.ts";

const project = "fake-project";

type Credentials = (world: World) => object | Promise<object>;

const failureWith = async (world: World, credentials: Credentials, reply: () => Response = () => tokenReply()) => {
  await useCredentials(world, await credentials(world));
  world.on("token", reply);
  const { fetch } = fetchWithGoogle(reply);
  const client = world.client({ backend: vertex({ project }), fetch, retry: false });
  const error = await failureOf(client.generate("hi"));
  expectHidden(["canary"], error, world.events);
  expect(error.code).not.toBe("connection_failed");
  expect(error.message).not.toContain("run `gemini`");
  return error;
};

const escaped = () => {
  const account = serviceAccount();
  return { ...account, private_key: account.private_key.replaceAll("\n", "\\n") };
};

const tokenFile = async (world: World, text: string | undefined, source: object = {}) => {
  const file = join(world.home, "subject.credentials.json");
  if (text !== undefined) await writeFile(file, text);
  return workload(world, { file, ...source });
};

describe("F144 before a request is sent", () => {
  const cases: readonly [string, Credentials, code: string, message: RegExp][] = [
    [
      "a token file that is gone",
      (world) => tokenFile(world, undefined),
      "credentials_unreadable",
      /subject.*does not exist/,
    ],
    ["an empty token file", (world) => tokenFile(world, ""), "credentials_unreadable", /subject.*has no token/],
    [
      "a token file without the named field",
      (world) => tokenFile(world, '{"other":"canary"}', { format: { type: "json", subject_token_field_name: "id" } }),
      "credentials_unreadable",
      /subject.*has no token/,
    ],
    [
      "a token file that is not JSON, although the credentials file says so",
      (world) => tokenFile(world, "canary", { format: { type: "json", subject_token_field_name: "id" } }),
      "credentials_unreadable",
      /subject.*has no token, or not in the format/,
    ],
    [
      "a truncated token file",
      (world) => tokenFile(world, '{"id":"can', { format: { type: "json", subject_token_field_name: "id" } }),
      "credentials_unreadable",
      /subject.*has no token, or not in the format/,
    ],
    [
      "an OAuth client in place of credentials",
      () => ({ installed: { client_id: "fake", client_secret: "canary" } }),
      "credentials_unreadable",
      /its `type` is missing/,
    ],
    [
      "a type that is unknown",
      () => ({ type: "gdch_service_account", name: "canary" }),
      "credentials_unreadable",
      /its `type` is missing, or not one of/,
    ],
    [
      "a token file that is a folder",
      async (world) => {
        await mkdir(join(world.home, "folder"));
        return workload(world, { file: join(world.home, "folder") });
      },
      "credentials_unreadable",
      /folder.*not a regular file/,
    ],
    [
      "a program that is not allowed",
      (world) => workload(world, { executable: { command: "/bin/echo canary" } }),
      "no_credentials",
      /GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1/,
    ],
    [
      "AWS without a region",
      (world) => workload(world, { environment_id: "aws1", regional_cred_verification_url: "https://sts.fake/" }),
      "no_credentials",
      /AWS_REGION/,
    ],
    ["a key with escaped line ends", escaped, "credentials_unreadable", /line ends.*private_key/],
    [
      "a source key with escaped line ends",
      () => impersonation(escaped()),
      "credentials_unreadable",
      /line ends.*private_key/,
    ],
    [
      "an invalid key",
      () => ({ ...serviceAccount(), private_key: "canary" }),
      "credentials_unreadable",
      /private_key is not a valid key/,
    ],
    [
      "a truncated key",
      () => ({ ...serviceAccount(), private_key: serviceAccount().private_key.slice(0, 400) }),
      "credentials_unreadable",
      /private_key is not a valid key/,
    ],
    [
      "a key file without e-mail",
      () => ({ ...serviceAccount(), client_email: "" }),
      "credentials_unreadable",
      /a member is missing/,
    ],
    [
      "gcloud's file without refresh token",
      () => ({ ...gcloudUser, refresh_token: "" }),
      "credentials_unreadable",
      /a member is missing/,
    ],
  ];
  test.each(cases)("F144 %s", async (_name, credentials, code, message) => {
    await using world = await createWorld();
    const error = await failureWith(world, credentials);
    expect(error).toMatchObject({ code, phase: "credentials", attempts: 0, retryable: false });
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/certificate authority/);
  });
});

test("F144 a credentials file that begins with a byte order mark", async () => {
  await using world = await createWorld();
  await useCredentials(world, `\ufeff${JSON.stringify(gcloudUser)}`);
  const error = await failureOf(world.client({ backend: vertex({ project }) }).generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", attempts: 0 });
  expect(error.message).toMatch(/begins with a byte order mark.*without byte order mark/);
});

test.each([
  ["the content of a key file", () => JSON.stringify({ ...serviceAccount(), client_email: "canary@fake" })],
  ["a key", () => serviceAccount().private_key],
])(
  "F144 a variable that contains %s instead of a path: the error says so and does not quote it",
  async (_name, value) => {
    await using world = await createWorld();
    await useCredentials(world, undefined);
    useCredentialsFile(world, value());
    const error = await failureOf(world.client({ backend: vertex({ project }) }).generate("hi"));
    expect(error).toMatchObject({
      code: "credentials_unreadable",
      variable: "GOOGLE_APPLICATION_CREDENTIALS",
      attempts: 0,
    });
    expectHidden(["canary", "PRIVATE KEY", serviceAccount().private_key.slice(40, 80)], error, world.events);
  },
);

const kinds: readonly [string, Credentials, RegExp][] = [
  ["authorized_user", () => gcloudUser, /Run `gcloud auth application-default login`\.$/],
  ["service_account", serviceAccount, /new key/],
  ["external_account_authorized_user", workforceUser, /--login-config/],
  ["external_account", (world) => tokenFile(world, "fake.subject.canary"), /pool and provider/],
  ["impersonated_service_account", () => impersonation(gcloudUser), /impersonated service account|impersonate/],
];

const refusal =
  (body: object, status = 400, headers = {}) =>
  () =>
    Response.json(body, { status, headers });

describe.each(kinds)("F145 a token endpoint refuses %s", (_type, credentials, remedy) => {
  test.each([
    ["invalid_grant", "login_expired"],
    ["invalid_client", "oauth_client_rejected"],
    ["deleted_client", "oauth_client_rejected"],
    ["invalid_target", "no_credentials"],
    ["invalid_scope", "no_credentials"],
    ["access_denied", "no_credentials"],
  ])("F145 with %s", async (reason, code) => {
    await using world = await createWorld();
    const echo = "fake-refresh-canary fake-client-secret-canary";
    const error = await failureWith(world, credentials, refusal({ error: reason, error_description: echo }));
    expect(error).toMatchObject({ code, reason, status: 400, phase: "token", attempts: 1, retryable: false });
    expect(error.message).toContain(reason);
    expect(error.remedy).toMatch(remedy);
  });

  test.each([
    ["subtype", { error_subtype: "rapt_required" }],
    ["subtype", { error_subtype: "invalid_rapt" }],
    ["description", { error_description: "reauth related error (rapt_required)" }],
    ["description", { error_description: "reauth related error (invalid_rapt)" }],
  ])("F146 that asks to sign in again in the %s", async (_where, more) => {
    await using world = await createWorld();
    const error = await failureWith(world, credentials, refusal({ error: "invalid_grant", ...more }));
    expect(error).toMatchObject({ code: "login_expired", reason: "reauth_required", status: 400, attempts: 1 });
  });
});

test.each([
  [
    "the description says so",
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
    0,
  ],
  ["the response has another date", "Invalid JWT Signature.", 3 * 3_600_000],
])("F145 the clock of this machine is wrong: %s", async (_how, description, offset) => {
  await using world = await createWorld();
  const date = new Date(Date.now() - offset).toUTCString();
  const body = { error: "invalid_grant", error_description: description };
  const error = await failureWith(world, serviceAccount, refusal(body, 400, { date }));
  expect(error).toMatchObject({ code: "login_expired", reason: "invalid_grant" });
  expect(error.message).toMatch(offset > 0 ? /clock is 180 minutes fast/ : /clock may be wrong/);
  expect(error.remedy).toMatch(/clock/);
});

test("F145 the service account may not be impersonated: permission_denied names the role", async () => {
  await using world = await createWorld();
  await useCredentials(world, impersonation(gcloudUser));
  const { fetch, hosts } = fetchWithGoogle((url) =>
    url.hostname === "iamcredentials.googleapis.com"
      ? Response.json({ error: { code: 403, message: "canary", status: "PERMISSION_DENIED" } }, { status: 403 })
      : tokenReply(),
  );
  const error = await failureOf(world.client({ backend: vertex({ project }), fetch }).generate("hi"));
  expect(error).toMatchObject({ code: "permission_denied", reason: "PERMISSION_DENIED", status: 403, phase: "token" });
  expect(error.remedy).toContain("Service Account Token Creator");
  expect(hosts).toEqual(["oauth2.googleapis.com", "iamcredentials.googleapis.com"]);
});

test("F145 stray commas in a refusal do not hide its error code", async () => {
  await using world = await createWorld();
  const reply = () => new Response('{"error":"invalid_grant",,"error_description":"canary",}', { status: 400 });
  const error = await failureWith(world, workforceUser, reply);
  expect(error).toMatchObject({ code: "login_expired", reason: "invalid_grant" });
});

test.each([400, 503])(
  "F145 raw has the response with status %i, without the secrets of the request",
  async (status) => {
    await using world = await createWorld();
    const description = "The refresh_token fake-refresh-canary of fake-client is unknown.";
    const reply = refusal({ error: "server_says_no", error_description: description }, status);
    const error = await failureWith(world, workforceUser, reply);
    expect(error.raw).toContain('The refresh_token [redacted] of fake-client is unknown."');
    expect(error.raw).toContain("server_says_no");
  },
);

test.each([
  [403, { server: "nginx" }, "response_invalid", /page from nginx.*`location` and access rules/],
  [502, { "cf-ray": "fake" }, "server_error", /page from Cloudflare.*origin server/],
  [404, {}, "api_error", /without an error document from Google.*Check the address in the credentials file/],
])("F145 F157 a page with status %i is not taken for Google's refusal", async (status, headers, code, message) => {
  await using world = await createWorld();
  const page = () =>
    new Response("<html>canary</html>", { status, headers: { ...headers, "content-type": "text/html" } });
  const error = await failureWith(world, workforceUser, page);
  expect(error).toMatchObject({ code, status, phase: "token", variable: "GOOGLE_APPLICATION_CREDENTIALS" });
  expect(error.message).toMatch(message);
});

test("F145 nothing listens at the address in the credentials file", async () => {
  await using world = await createWorld();
  await useCredentials(world, workforceUser(world, { token_url: "http://127.0.0.1:1/token" }));
  const client = world.client({ backend: vertex({ project }) }, { ...world.newPlatform(), random: () => 0 });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "connection_failed", variable: "GOOGLE_APPLICATION_CREDENTIALS" });
  expect(error.option).toBeUndefined();
  expect(error.remedy).toContain("the address in the credentials file");
});

test.each(kinds.slice(2, 4))("F141 a second 401 has the remedy of %s", async (_type, credentials, remedy) => {
  await using world = await createWorld();
  await useCredentials(world, await credentials(world));
  world.on("token", () => tokenReply({ access_token: `fake-token-${world.calls("token").length}` }));
  world.on("generateContent", () =>
    Response.json({ error: { code: 401, status: "UNAUTHENTICATED" } }, { status: 401 }),
  );
  const error = await failureOf(world.client({ backend: vertex({ project }) }).generate("hi"));
  expect(error).toMatchObject({ code: "login_expired", status: 401, attempts: 2 });
  expect(error.remedy).toMatch(remedy);
});
