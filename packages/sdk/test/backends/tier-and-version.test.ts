import { describe, expect, test } from "vitest";
import { type Backend, geminiApi, vertex } from "../../src/index.ts";
import { start, ways } from "../client/support/ways.ts";
import { failureOf, testClient } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

describe("serviceTier", () => {
  test("is sent to the Gemini API in the request, and the response has the tier that Google used", async () => {
    const { client, requests } = await start();
    const asked = client({ serviceTier: "flex" });
    expect((await asked.generate("What is 2+2?")).serviceTier).toBe("flex");
    expect((await asked.generateStream("What is 2+2?", { serviceTier: "priority" }).response()).serviceTier).toBe(
      "priority",
    );
    expect((await asked.generate("What is 2+2?", { serviceTier: null })).serviceTier).toBe("standard");
    expect(requests().map(({ serviceTier }) => serviceTier)).toEqual(["flex", "priority", undefined]);
  });

  test.each([
    ["flex", "flex", "ON_DEMAND_FLEX"],
    ["priority", "priority", "ON_DEMAND_PRIORITY"],
    ["standard", undefined, undefined],
  ])("%s is the header %s on Vertex AI", async (serviceTier, header, trafficType) => {
    const started = await ways.find(({ way }) => way === "vertex")?.start();
    const response = await started?.client({ serviceTier }).generate("What is 2+2?");
    const [request] = started?.requests() ?? [];
    expect(request?.call.headers["x-vertex-ai-llm-shared-request-type"]).toBe(header);
    expect(request).not.toHaveProperty("serviceTier");
    expect(response).toMatchObject({ serviceTier: undefined });
    expect(response?.usageMetadata?.trafficType).toBe(trafficType);
  });

  test.each(ways.filter(({ way }) => way.startsWith("code-assist")))("$way does not support it", async (way) => {
    const { client, emulator } = await way.start();
    expect(await failureOf(client({ serviceTier: "flex" }).generate("canary-question"))).toMatchObject({
      code: "unsupported",
      attempts: 0,
      message: expect.stringContaining("`serviceTier`"),
    });
    expect(emulator.calls).toEqual([]);
  });
});

describe("GOOGLE_GENAI_API_VERSION", () => {
  const backends: readonly (readonly [string, (url: string) => Backend, string])[] = [
    ["the Gemini API", (baseUrl) => geminiApi({ apiKey: "fake-key-canary", baseUrl }), "v1beta"],
    ["Vertex AI", () => vertex({ project: "fake-project", accessToken: "fake-token-canary" }), "v1"],
  ];

  async function pathWith(backend: (url: string) => Backend, version: Readonly<Record<string, string>>) {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Yes.", "STOP"))));
    const platform = testPlatform({ environment: { GOOGLE_VERTEX_BASE_URL: server.url, ...version } });
    const client = testClient({ backend: backend(server.url) }, platform);
    return { asking: client.generate("canary-question"), requests: server.requests };
  }

  test.each(backends)("replaces the version of %s", async (_what, backend, standard) => {
    const withVersion = await pathWith(backend, { GOOGLE_GENAI_API_VERSION: "v1alpha" });
    await withVersion.asking;
    const without = await pathWith(backend, {});
    await without.asking;
    expect(withVersion.requests[0]?.path).toMatch(/^\/v1alpha\//);
    expect(without.requests[0]?.path.startsWith(`/${standard}/`)).toBe(true);
  });

  test.each(backends)("that is not a version is refused before anything is sent to %s", async (_what, backend) => {
    const { asking, requests } = await pathWith(backend, { GOOGLE_GENAI_API_VERSION: "../v1" });
    expect(await failureOf(asking)).toMatchObject({ code: "invalid_options", variable: "GOOGLE_GENAI_API_VERSION" });
    expect(requests).toEqual([]);
  });
});
