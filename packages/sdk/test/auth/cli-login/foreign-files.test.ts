import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GeminiOptions } from "../../../src/index.ts";
import { vertex } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { useCredentials } from "../support/default-credentials.ts";
import { createWorld } from "../support/world.ts";

const client = { client_id: "fake-own-client", client_secret: "fake-own-secret" };

describe("F151 a login file that names its own OAuth client", () => {
  const clientOf = async (options: GeminiOptions, environment: Record<string, string> = {}) => {
    await using world = await createWorld({ environment });
    await world.writeLogin({ ...world.emulator.login({ expiresInMs: -1 }), ...client });
    await world.client(options).generate("What is 2+2?");
    return world.calls("token")[0]?.body;
  };

  test("F151 is renewed with that client", async () => {
    expect(await clientOf({})).toMatchObject(client);
  });

  test("F151 unless a variable names another", async () => {
    const chosen = { GEMINI_TS_OAUTH_CLIENT_ID: "fake-chosen", GEMINI_TS_OAUTH_CLIENT_SECRET: "fake-chosen-secret" };
    expect(await clientOf({}, chosen)).toMatchObject({ client_id: "fake-chosen", client_secret: "fake-chosen-secret" });
  });

  test("F151 half a client is ignored", async () => {
    await using world = await createWorld();
    await world.writeLogin({ ...world.emulator.login({ expiresInMs: -1 }), client_id: "fake-own-client" });
    await world.client().generate("What is 2+2?");
    expect(world.calls("token")[0]?.body).not.toMatchObject({ client_id: "fake-own-client" });
  });
});

test.each([
  ["authorized_user", { refresh_token: "fake-canary", ...client, quota_project_id: "fake-project" }],
  ["external_account", { audience: "fake" }],
  ["external_account_authorized_user", { refresh_token: "fake-canary" }],
  ["impersonated_service_account", { source_credentials: {} }],
])("F151 a file of %s instead of a login: the error says how to use it with Vertex AI", async (type, members) => {
  await using world = await createWorld();
  await world.writeLogin({ type, ...members });
  const error = await failureOf(world.client({ credentialsPath: world.loginPath }).generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", attempts: 0 });
  expect(error.message).toContain("Application Default Credentials");
  expect(error.remedy).toContain('`backend: "vertex"`');
  expect(error.remedy).not.toContain("run `gemini`");
  expect(error.message).not.toContain("canary");
  expect(world.emulator.calls).toEqual([]);
});

describe("F151 the Gemini CLI's .env file is not read", () => {
  const cases: readonly [string, GeminiOptions][] = [
    ["nothing is found", {}],
    ["the key is missing", { backend: "gemini-api" }],
    ["the login is missing", { backend: "code-assist" }],
    ["default credentials are missing", { backend: vertex({ project: "fake-project" }) }],
    ["default credentials and the project are missing", { backend: "vertex" }],
    ["the project is missing", { backend: vertex({ accessToken: "fake-token" }) }],
  ];

  test.each(cases)("F151 %s: the error names the file", async (_name, options) => {
    await using world = await createWorld();
    const path = join(world.home, ".gemini", ".env");
    await mkdir(join(world.home, ".gemini"), { recursive: true });
    await writeFile(path, "GOOGLE_CLOUD_PROJECT=my-project\n");
    await useCredentials(world, undefined);
    const error = await failureOf(world.client(options).generate("hi"));
    expect(error.remedy.split(`${path} exists, but only the Gemini CLI reads it`)).toHaveLength(2);
  });

  test.each(cases)("F151 %s: the error does not mention a file that does not exist", async (_name, options) => {
    await using world = await createWorld();
    await useCredentials(world, undefined);
    const error = await failureOf(world.client(options).generate("hi"));
    expect(error.message).not.toContain(".env");
  });
});
