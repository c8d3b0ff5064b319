import { writeFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type * as Vertex from "../../../src/backends/vertex/vertex.ts";
import * as credentials from "../support/default-credentials.ts";
import type * as Worlds from "../support/world.ts";

const { TOKEN, gcloudUser, impersonation, serviceAccount, tokenReply, workforceUser, workload } = credentials;
const project = "fake-project";

const versions: Readonly<Record<string, () => Promise<unknown>>> = {
  "9": () => import("google-auth-library-9"),
  "10": () => import("google-auth-library"),
  // Its package.json asks for Node 22, but it also runs on Node 20.
  "11": () => import("google-auth-library-11"),
};

const subjectToken = async (world: Worlds.World, source: object = {}) => {
  const file = join(world.home, "subject.credentials.json");
  await writeFile(file, "fake.subject.token");
  return workload(world, { file, ...source });
};

/** The kinds whose requests go to Google's hosts, in the order of the requests. */
const kinds: readonly [string, (world: Worlds.World) => object | Promise<object>, readonly string[]][] = [
  ["authorized_user", () => gcloudUser, ["oauth2.googleapis.com"]],
  ["service_account", serviceAccount, ["oauth2.googleapis.com"]],
  [
    "external_account",
    async (world) => ({ ...(await subjectToken(world)), token_url: "https://sts.googleapis.com/v1/token" }),
    ["sts.googleapis.com"],
  ],
  [
    "external_account with a token from a URL",
    (world) => ({
      ...workload(world, { url: "https://subject.fake/token" }),
      token_url: "https://sts.googleapis.com/v1/token",
    }),
    ["subject.fake", "sts.googleapis.com"],
  ],
  [
    "external_account_authorized_user",
    (world) => workforceUser(world, { token_url: "https://sts.googleapis.com/v1/oauthtoken" }),
    ["sts.googleapis.com"],
  ],
  [
    "impersonated_service_account",
    () => impersonation(gcloudUser),
    ["oauth2.googleapis.com", "iamcredentials.googleapis.com"],
  ],
];

describe.each(Object.keys(versions))("google-auth-library %s", (version) => {
  let vertex: typeof Vertex.vertex;
  let createWorld: typeof Worlds.createWorld;

  beforeEach(async () => {
    vi.resetModules();
    vi.doMock("google-auth-library", versions[version]);
    ({ vertex } = await import("../../../src/backends/vertex/vertex.ts"));
    ({ createWorld } = await import("../support/world.ts"));
  });

  test.each(kinds)("F143 %s signs in over the `fetch` of the client", async (_type, given, expected) => {
    await using world = await createWorld({ accessTokens: [TOKEN] });
    await credentials.useCredentials(world, await given(world));
    const google = credentials.fetchWithGoogle((url) => {
      if (url.hostname === "subject.fake") return new Response("fake.subject.token");
      if (url.hostname !== "iamcredentials.googleapis.com") return tokenReply();
      return Response.json({ accessToken: TOKEN, expireTime: new Date(Date.now() + 3_600_000).toISOString() });
    });
    const client = world.client({ backend: vertex({ project }), fetch: google.fetch, retry: false });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    // Version 9 asks for tokens of service accounts at another host.
    expect(google.hosts.map((host) => host.replace("www.", "oauth2."))).toEqual(expected);
    expect(world.calls("generateContent")[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test.each(kinds)("F143 %s: a refusal names OAuth's word", async (_type, given) => {
    await using world = await createWorld();
    await credentials.useCredentials(world, await given(world));
    const { fetch } = credentials.fetchWithGoogle((url) =>
      url.hostname === "subject.fake"
        ? new Response("fake.subject.token")
        : Response.json({ error: "invalid_target", error_description: "fake-refresh-canary" }, { status: 400 }),
    );
    const client = world.client({ backend: vertex({ project }), fetch, retry: false });
    const error: unknown = await client.generate("hi").catch((failure: unknown) => failure);
    expect(error).toMatchObject({ code: "no_credentials", reason: "invalid_target", status: 400, phase: "token" });
  });

  test("F143 token requests use the `agent` of the client", async () => {
    await using world = await createWorld({ accessTokens: [TOKEN] });
    await using google = await createWorld();
    await credentials.useCredentials(world, {
      ...(await subjectToken(world)),
      token_url: `${google.emulator.url}/token`,
    });
    google.on("token", () => tokenReply());
    const agent = new http.Agent();
    const ports: string[] = [];
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, onCreate) => {
      ports.push(String(options.port));
      return connect(options, onCreate);
    };
    const client = world.client({ backend: vertex({ project }), agent, retry: false });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect(ports).toEqual([google, world].map(({ emulator }) => new URL(emulator.url).port));
  });

  test("F141 a rejected token is renewed", async () => {
    await using world = await createWorld({ accessTokens: [TOKEN] });
    await credentials.useCredentials(world, await subjectToken(world));
    world.on("token", (number) => tokenReply(number === 1 ? { access_token: "fake-revoked-token" } : {}));
    const client = world.client({ backend: vertex({ project }), retry: false });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token")).toHaveLength(2);
  });
});
