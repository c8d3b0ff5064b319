import { describe, expect, test } from "vitest";
import { generate, services } from "./support/generate-on.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";
import { ways } from "./support/ways.ts";

const path = "/v1beta/models/gemini-3.5-flash-lite:generateContent";

test("a call records request and response", async () => {
  const { emulator, post } = await startEmulator({ now: () => 5 });
  const body = { contents: [say("hello")] };
  await post(path, body, { "x-goog-api-key": "fake-key", "x-test": "1" });
  expect(emulator.calls).toEqual([
    {
      method: "POST",
      path,
      query: {},
      headers: expect.objectContaining({ "x-goog-api-key": "fake-key", "x-test": "1" }),
      body,
      backend: "gemini-api",
      operation: "generateContent",
      model: "gemini-3.5-flash-lite",
      receivedAt: 5,
      status: 200,
      fault: undefined,
      problem: undefined,
      responseBytes: expect.any(Number),
      outcome: "complete",
    },
  ]);
});

test("no real secret is recorded, wherever it was sent", async () => {
  const { emulator, url } = await startEmulator();
  const secret = "s3cr3t-value";
  const headers = { authorization: `Bearer ${secret}`, "x-goog-api-key": secret, cookie: secret };
  await fetch(`${url}${path}?key=${secret}&access_token=${secret}`, { method: "POST", headers, body: "{}" });
  const form = new URLSearchParams({ refresh_token: secret, client_secret: secret, client_id: "fake-client" });
  await fetch(`${url}/token`, { method: "POST", body: form });
  expect(JSON.stringify(emulator.calls)).not.toContain(secret);
  expect(emulator.calls[0]).toMatchObject({
    query: { key: expect.stringMatching(/^sha256:[0-9a-f]{12}$/) },
    headers: { authorization: expect.stringMatching(/^Bearer sha256:[0-9a-f]{12}$/) },
  });
  expect(emulator.calls[1]).toMatchObject({ body: { client_id: "fake-client" }, operation: "token", status: 400 });
});

test.each([
  ["a form in capitals", "Application/X-WWW-Form-Urlencoded", "refresh_token=s3cr3t-value&client_id=fake-client"],
  ["a form that does not say so", "text/plain", "refresh_token=s3cr3t-value&client_id=fake-client"],
  ["JSON", "application/json", '{ "refresh_token": "s3cr3t-value", "client_id": "fake-client" }'],
])("no real secret of a token request is recorded: %s", async (_name, type, body) => {
  const { emulator, url } = await startEmulator();
  await fetch(`${url}/token`, { method: "POST", headers: { "content-type": type }, body });
  expect(emulator.calls).toMatchObject([{ operation: "token", status: 400 }]);
  expect(JSON.stringify(emulator.calls)).not.toContain("s3cr3t-value");
});

test("fake tokens are not redacted", async () => {
  const { emulator, post, bearer } = await startEmulator();
  await post("/v1internal:loadCodeAssist", {});
  expect(emulator.calls[0]?.headers.authorization).toBe(bearer.authorization);
});

test("calls to Code Assist record the model in the body", async () => {
  const { emulator, post } = await startEmulator();
  const request = { contents: [say("hello")] };
  await post("/v1internal:generateContent", { model: "gemini-2.5-pro", request });
  await post("/v1internal:countTokens", { request: { model: "models/gemini-2.5-flash", ...request } });
  expect(emulator.calls.map((call) => call.model)).toEqual(["gemini-2.5-pro", "gemini-2.5-flash"]);
});

test.each(["/v1beta/models", "/nothing/here"])("HEAD %s has a complete response without a body", async (path) => {
  const { emulator, url } = await startEmulator();
  const response = await fetch(url + path, { method: "HEAD", headers: apiKey });
  expect(await response.text()).toBe("");
  expect(emulator.calls).toMatchObject([{ method: "HEAD", status: response.status, outcome: "complete" }]);
});

test("a body that could not be parsed is recorded as it is", async () => {
  const { emulator, post } = await startEmulator();
  await post(path, "{ no json");
  expect(emulator.calls[0]?.body).toBe("{ no json");
});

test("the oldest calls are dropped beyond the limit", async () => {
  const { emulator, get } = await startEmulator({ callLimit: 2 });
  for (const name of ["one", "two", "three"]) await get(`/v1/models/${name}`);
  expect(emulator.calls.map((call) => call.path)).toEqual(["/v1/models/two", "/v1/models/three"]);
});

describe.each(ways)("over %s", (_way, start) => {
  test.each(services)("a call on %s has the request without its envelope, typed, and the prompt", async (service) => {
    const way = await start();
    const tools = [{ functionDeclarations: [{ name: "get_weather" }] }];
    await generate(way, "canary prompt", { service, request: { tools } });
    const [call] = way.emulator.calls;
    expect(call?.request?.contents[0]?.parts?.[0]?.text).toBe("canary prompt");
    expect(call?.request?.tools?.[0]?.functionDeclarations?.map(({ name }) => name)).toEqual(["get_weather"]);
    expect(call?.prompt).toBe("canary prompt");
    expect(JSON.stringify(call).split("canary prompt").length).toBe(2);
  });

  test("names in snake case are read, and countTokens has a request too", async () => {
    const way = await start();
    const body = JSON.stringify({
      generate_content_request: { contents: [say("canary")], system_instruction: say("be") },
    });
    await way.ask("/v1beta/models/gemini-3.5-flash-lite:countTokens", { method: "POST", headers: apiKey, body });
    expect(way.emulator.calls[0]).toMatchObject({ prompt: "canary", request: { systemInstruction: say("be") } });
  });

  test("a call without a valid request has neither request nor prompt", async () => {
    const way = await start();
    await way.ask(path, { method: "POST", headers: apiKey, body: '{"contents":[],"canary":1}' });
    await way.ask("/v1beta/models", { headers: apiKey });
    expect(way.emulator.calls.map(({ request, prompt }) => [request, prompt])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });

  test("clearCalls empties the list that calls returned, and counts of rules stay", async () => {
    const way = await start();
    const { calls } = way.emulator;
    way.emulator.on({ call: 2 }, { error: "overloaded" });
    await generate(way, "canary");
    way.emulator.clearCalls();
    expect(calls).toEqual([]);
    expect((await generate(way, "canary")).status).toBe(503);
    expect(way.emulator.calls.length).toBe(1);
  });
});
