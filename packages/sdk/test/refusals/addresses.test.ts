import { describe, expect, test } from "vitest";
import { codeAssist, type GeminiOptions, geminiApi, vertex } from "../../src/index.ts";
import { createWorld, type World } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";

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
    "%s: the error names the address, without a list of models or a fallback",
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
  "//v1beta",
])("F161 a base URL that ends with %s works, as an option and a variable, and for every service", async (tail) => {
  await using world = await createWorld();
  const { url } = world.emulator;
  const token = world.emulator.login().access_token;
  Object.assign(world.environment, {
    GOOGLE_GEMINI_BASE_URL: url + tail,
    GOOGLE_VERTEX_BASE_URL: url + tail,
    CODE_ASSIST_ENDPOINT: /^\/+v1/.test(tail) ? `${url}/v1internal` : url + tail,
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
