import { expect, test } from "vitest";
import { createEmulator } from "../src/index.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const path = "/v1beta/models/gemini-3.5-flash-lite:generateContent";
const body = { contents: [say("What is 2+2?")] };

test("the url throws until the emulator listens, and again after it is closed", async () => {
  const emulator = createEmulator();
  expect(() => emulator.url).toThrow("listen()");
  const url = await emulator.listen();
  expect(emulator.url).toBe(url);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await expect(emulator.listen()).rejects.toThrow("already listens");
  await emulator.close();
  await emulator.close();
  expect(() => emulator.url).toThrow("listen()");
});

test("close() during listen() closes the emulator", async () => {
  const emulator = createEmulator();
  const listening = emulator.listen();
  await Promise.all([listening, emulator.close()]);
  expect(() => emulator.url).toThrow("listen()");
  await expect(fetch(await listening)).rejects.toThrow();
});

test("a closed emulator can listen again, on a given port", async () => {
  const emulator = createEmulator();
  const first = await emulator.listen();
  await emulator.close();
  const again = await emulator.listen(Number(new URL(first).port));
  expect(again).toBe(first);
  await emulator.close();
});

test("a port that is taken is an error, and the emulator stays usable", async () => {
  const { url } = await startEmulator();
  const other = createEmulator();
  await expect(other.listen(Number(new URL(url).port))).rejects.toMatchObject({ code: "EADDRINUSE" });
  await expect(other.listen()).resolves.toMatch(/^http/);
  await other.close();
});

test("close() aborts pending calls", async () => {
  const { emulator, url } = await startEmulator({ intercept: { request: () => new Promise(() => {}) } });
  const pending = fetch(url + path, { method: "POST", headers: apiKey, body: JSON.stringify(body) });
  const rejected = expect(pending).rejects.toThrow();
  await expect.poll(() => emulator.calls.length).toBe(1);
  await emulator.close();
  await rejected;
});

test("emulators share no state", async () => {
  const one = await startEmulator();
  const other = await startEmulator();
  await one.post(path, body, apiKey);
  expect(other.emulator.calls).toHaveLength(0);
  expect((await other.post("/v1internal:loadCodeAssist", {}, one.bearer)).status).toBe(401);
});

test.each([
  ["https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:generateContent", "gemini-api"],
  [
    "https://us-central1-aiplatform.googleapis.com/v1/publishers/google/models/gemini-3.5-flash-lite:generateContent",
    "vertex",
  ],
])("answers %s by fetch alone, without a socket", async (url, backend) => {
  const emulator = createEmulator();
  const response = await emulator.fetch(url, { method: "POST", headers: apiKey, body: JSON.stringify(body) });
  expect(await response.json()).toMatchObject({ candidates: [{ content: { parts: [{ text: "2 + 2 = 4." }] } }] });
  expect(emulator.calls).toMatchObject([{ backend, operation: "generateContent", status: 200, outcome: "complete" }]);
});

test("fetch rejects when it is aborted, before and during the response", async () => {
  const emulator = createEmulator({ paceMs: 60_000 });
  const { fetch } = emulator;
  const url =
    "https://generativelanguage.googleapis.com/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse";
  const request = { method: "POST", headers: apiKey, body: JSON.stringify(body) };
  await expect(fetch(url, { ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  const controller = new AbortController();
  const response = await fetch(url, { ...request, signal: controller.signal });
  const reader = response.body!.getReader();
  expect((await reader.read()).done).toBe(false);
  controller.abort();
  await expect(reader.read()).rejects.toMatchObject({ name: "AbortError" });
  expect(emulator.calls.at(-1)?.outcome).toBe("abandoned");
});

test("a path that no service has gets Google's page, not JSON", async () => {
  const { url, emulator } = await startEmulator();
  const response = await fetch(`${url}/nothing/here`);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("/nothing/here");
  expect(emulator.calls).toMatchObject([{ operation: "unknown", backend: undefined, status: 404 }]);
});

test("F274 an operation that only Google has gets a page that says how to script it", async () => {
  const emulator = createEmulator();
  const url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-2:embedContent";
  const ask = () => emulator.fetch(url, { method: "POST", body: "{}" });
  expect(await (await ask()).text()).toContain(
    "The emulator has no such operation. Script its response: emulator.on({ path: /…/ }, { body: { … } }).",
  );
  emulator.on({ path: /:embedContent$/ }, { body: { embedding: { values: [1] } } });
  expect(await (await ask()).json()).toEqual({ embedding: { values: [1] } });
});
