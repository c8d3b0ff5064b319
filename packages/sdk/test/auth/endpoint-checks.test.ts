import { expect, test } from "vitest";
import { codeAssist } from "../../src/backends/code-assist/code-assist.ts";
import { geminiApi } from "../../src/backends/gemini-api/gemini-api.ts";
import { failureOf } from "../support/clients.ts";
import { createWorld } from "./support/world.ts";

const refused = [
  ["plain http", "http://example.com"],
  ["plain http with a name like loopback", "http://127.0.0.1.example.com"],
  ["plain http on another own address", "http://192.168.0.1"],
  ["user info", "https://fake-user:fake-canary@example.com"],
  ["a user name alone", "https://fake-canary@example.com"],
  ["a query", "https://example.com/?to=fake-canary"],
  ["a fragment", "https://example.com/#fake-canary"],
  ["another scheme", "ftp://127.0.0.1"],
  ["no URL", "fake-canary"],
] as const;

const variables = [
  "GEMINI_TS_OAUTH_TOKEN_URL",
  "CODE_ASSIST_ENDPOINT",
  "GOOGLE_GEMINI_BASE_URL",
  "GOOGLE_VERTEX_BASE_URL",
];

const backendOf: Readonly<Record<string, "code-assist" | "gemini-api" | "vertex">> = {
  GOOGLE_GEMINI_BASE_URL: "gemini-api",
  GOOGLE_VERTEX_BASE_URL: "vertex",
};

test.each(variables.flatMap((variable) => refused.map(([name, url]) => [variable, name, url] as const)))(
  "F29 %s with %s is refused before a token is sent",
  async (variable, _name, url) => {
    await using world = await createWorld({ environment: { [variable]: url, GEMINI_API_KEY: "fake-key" } });
    await world.signIn({ expiresInMs: 0 });
    const sent: string[] = [];
    const fetch = (address: string) => {
      sent.push(address);
      return Promise.reject(new Error("nothing may be sent"));
    };
    const client = world.client({ backend: backendOf[variable] ?? "code-assist", fetch });
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ code: "endpoint_insecure", phase: "options", attempts: 0 });
    expect(error.message).toContain(variable);
    expect(error.message).not.toContain("canary");
    expect(sent).toEqual([]);
  },
);

test.each(refused)("F29 options with %s are refused at once", (_name, url) => {
  const insecure = expect.objectContaining({ code: "endpoint_insecure" });
  expect(() => codeAssist({ endpoint: url })).toThrow(insecure);
  expect(() => codeAssist({ oauthClient: { tokenUrl: url } })).toThrow(insecure);
  expect(() => geminiApi({ baseUrl: url })).toThrow(insecure);
});

test.each([
  ["localhost:8080", "http"],
  ["localhost", "http"],
  ["127.0.0.1:8080/base", "http"],
  ["[::1]:8080", "http"],
  ["gateway:8080", "https"],
  ["proxy.example.com/gemini", "https"],
])("F303 %s without a scheme is refused, with the scheme", (address, scheme) => {
  const summary = `\`geminiApi.baseUrl\` was rejected before a token was sent: it does not start with \`${scheme}://\`.`;
  expect(() => geminiApi({ baseUrl: address })).toThrow(
    expect.objectContaining({ code: "endpoint_insecure", summary }),
  );
});

test.each([
  "http://localhost:1",
  "http://127.0.0.1:1",
  "http://127.1:1",
  "http://[::1]:1",
  "https://example.com/base/",
])("%s is accepted", (url) => {
  expect(codeAssist({ endpoint: url, oauthClient: { tokenUrl: url } }).name).toBe("code-assist");
  expect(geminiApi({ baseUrl: url }).name).toBe("gemini-api");
});

test("options take precedence over the environment", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { url } = world.emulator;
  world.environment.GEMINI_TS_OAUTH_TOKEN_URL = "https://token.invalid";
  world.environment.CODE_ASSIST_ENDPOINT = "https://code-assist.invalid";
  world.environment.CODE_ASSIST_API_VERSION = "v1internal";
  const oauthClient = { clientId: "fake-own-client", clientSecret: "fake-own-secret", tokenUrl: `${url}/token` };
  const client = world.client({ backend: codeAssist({ endpoint: `${url}/`, oauthClient }) });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")[0]?.body).toMatchObject({ client_id: "fake-own-client" });
});
