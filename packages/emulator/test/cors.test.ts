import { describe, expect, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { path, streamPath } from "./support/raw-exchange.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";
import { ways } from "./support/ways.ts";

const origin = "https://page.example";
const body = JSON.stringify({ contents: [say("What is 2+2?")] });
const vertexPath = "/v1/publishers/google/models/gemini-3.5-flash-lite:generateContent";

function preflight(requestHeaders = "content-type,x-goog-api-key"): RequestInit {
  const asked = { "access-control-request-method": "POST", "access-control-request-headers": requestHeaders };
  return { method: "OPTIONS", headers: { origin, ...asked } };
}

function corsHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));
}

const readable = {
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "vary,content-encoding,date,server,content-length",
};

describe.each(ways)("over %s", (_way, start) => {
  test.each([path, streamPath, vertexPath, "/v1internal:generateContent", "/token"])(
    "a preflight for %s says what a page may send",
    async (target) => {
      const { ask, emulator } = await start();
      const response = await ask(target, preflight());
      expect(response.status).toBe(200);
      expect(corsHeaders(response)).toEqual({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT",
        "access-control-allow-headers": "content-type,x-goog-api-key",
        "access-control-max-age": "3600",
      });
      expect(emulator.calls).toEqual([]);
    },
  );

  test("Google's client headers are allowed, in any case and spacing", async () => {
    const { ask } = await start();
    const asked = "Authorization, X-Goog-Api-Client,x-goog-user-project , x-server-timeout";
    const response = await ask(path, preflight(asked));
    expect(response.headers.get("access-control-allow-headers")).toBe(
      "authorization,x-goog-api-client,x-goog-user-project,x-server-timeout",
    );
  });

  test("a preflight for a header that Google does not allow is refused without CORS headers", async () => {
    const { ask } = await start();
    const response = await ask(path, preflight("content-type,api-revision"));
    expect({ status: response.status, cors: corsHeaders(response) }).toEqual({ status: 403, cors: {} });
  });

  test.each([
    ["an answer", path, apiKey, {}, 200],
    ["a stream", streamPath, apiKey, {}, 200],
    ["an answer of Vertex AI", vertexPath, apiKey, {}, 200],
    ["a refused key", path, { "x-goog-api-key": "wrong-canary" }, {}, 400],
    ["an error of a rule", path, apiKey, { error: "overloaded" }, 503],
    ["the token endpoint", "/token", {}, {}, 400],
    ["an unknown path", "/nothing", {}, {}, 404],
  ] as const)("a page can read %s", async (_name, target, headers, fault, status) => {
    const { ask, emulator } = await start();
    if ("error" in fault) emulator.on({}, fault);
    const response = await ask(target, { method: "POST", headers: { origin, ...headers }, body });
    expect({ status: response.status, cors: corsHeaders(response) }).toEqual({ status, cors: readable });
    expect(await response.text()).not.toBe("");
  });

  test("a request without an origin gets no CORS headers", async () => {
    const { ask } = await start();
    expect(corsHeaders(await ask(path, { method: "POST", headers: apiKey, body }))).toEqual({});
  });

  test("rules do not count preflights, and may replace the headers", async () => {
    const { ask, emulator } = await start();
    emulator.on({ call: 1 }, { headers: { "access-control-allow-origin": "https://other.example" } });
    await ask(path, preflight());
    const response = await ask(path, { method: "POST", headers: { origin, ...apiKey }, body });
    expect(corsHeaders(response)).toEqual({ "access-control-allow-origin": "https://other.example" });
  });

  test("cors: false turns it off", async () => {
    const { ask, emulator } = await start({ cors: false });
    const refused = await ask(path, preflight());
    expect({ status: refused.status, cors: corsHeaders(refused) }).toEqual({ status: 404, cors: {} });
    expect(corsHeaders(await ask(path, { method: "POST", headers: { origin, ...apiKey }, body }))).toEqual({});
    expect(emulator.calls.map((call) => call.status)).toEqual([404, 200]);
  });
});

test("compression keeps both reasons why a response varies", async () => {
  const { url } = await startEmulator({ gzip: true });
  const response = await fetch(url + path, { method: "POST", headers: { origin, ...apiKey }, body });
  expect(response.headers.get("vary")).toBe("origin, Accept-Encoding");
});

test("an emulator says which values of cors it takes", () => {
  expect(() => createEmulator({ cors: "*" as unknown as boolean })).toThrow('"cors" must be true or false');
});
