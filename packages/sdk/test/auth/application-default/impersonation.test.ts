import { writeFile } from "node:fs/promises";
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
  workforceUser,
  workload,
} from "../support/default-credentials.ts";
import { createWorld, type World } from "../support/world.ts";

const project = "fake-project";

/** The failure of a call with these credentials, whose token endpoints refuse with this reply. */
async function failureWith(world: World, credentials: object, reply: () => Response) {
  await useCredentials(world, credentials);
  world.on("token", reply);
  const { fetch } = fetchWithGoogle(reply);
  const error = await failureOf(world.client({ backend: vertex({ project }), fetch, retry: false }).generate("hi"));
  expectHidden(["canary"], error, world.events);
  return error;
}

const refusal =
  (body: object, headers = {}) =>
  () =>
    Response.json(body, { status: 400, headers });

const sources: readonly [string, (world: World) => object, RegExp, RegExp][] = [
  [
    "a user of gcloud",
    () => gcloudUser,
    /the user credentials of gcloud, the source of the impersonated service account, failed/,
    /^Run `gcloud auth application-default login --impersonate-service-account=<e-mail>`, and use the file that it writes\.$/,
  ],
  [
    "a service account's key",
    serviceAccount,
    /the service account's key, the source of the impersonated service account, failed/,
    /is enabled and the key still exists\. Otherwise put a new key into `source_credentials` of \S+adc\.json\.$/,
  ],
  [
    "a login of workforce identity",
    workforceUser,
    /the workforce identity login, the source of the impersonated service account, failed/,
    /^Run `gcloud auth application-default login --login-config=<file>` .*into `source_credentials` of \S+adc\.json\.$/,
  ],
];

describe.each(sources)("F214 the source of an impersonated service account is %s", (_, source, summary, remedy) => {
  test.each([
    ["invalid_grant", "login_expired"],
    ["deleted_client", "oauth_client_rejected"],
    ["access_denied", "no_credentials"],
  ])("refused with %s: the remedy renews the source", async (reason, code) => {
    await using world = await createWorld();
    const error = await failureWith(world, impersonation(source(world)), refusal({ error: reason }));
    expect(error).toMatchObject({ code, reason, status: 400, phase: "token", attempts: 1 });
    expect(error.summary).toMatch(summary);
    expect(error.remedy).toMatch(remedy);
    expect(error.remedy).not.toContain("Token Creator");
  });
});

test("F214 a user's login as the source, and a wrong clock: the login has expired, whatever the clock", async () => {
  await using world = await createWorld();
  const date = new Date(Date.now() - 3 * 3_600_000).toUTCString();
  const reply = refusal({ error: "invalid_grant" }, { date });
  const error = await failureWith(world, impersonation(gcloudUser), reply);
  expect(error.remedy).toContain("gcloud auth application-default login");
});

test("F214 workload identity that may not impersonate its service account: the remedy is the role", async () => {
  await using world = await createWorld();
  const { service_account_impersonation_url } = impersonation({});
  const file = join(world.home, "subject.credentials.json");
  await writeFile(file, "fake.subject.canary");
  await useCredentials(world, {
    ...workload(world, { file }),
    token_url: "https://sts.googleapis.com/v1/token",
    service_account_impersonation_url,
  });
  const { fetch } = fetchWithGoogle((url) =>
    url.hostname === "iamcredentials.googleapis.com"
      ? Response.json({ error: { code: 403, message: "canary", status: "PERMISSION_DENIED" } }, { status: 403 })
      : tokenReply(),
  );
  const error = await failureOf(world.client({ backend: vertex({ project }), fetch }).generate("hi"));
  expect(error).toMatchObject({ code: "permission_denied", reason: "PERMISSION_DENIED", status: 403 });
  expect(error.summary).toContain(
    "the service account of the workload identity credentials (token from a file) failed",
  );
  expect(error.remedy).toMatch(/^Grant the workload the role Workload Identity User/);
});
