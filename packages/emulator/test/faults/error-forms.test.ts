import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Fault } from "../../src/index.ts";
import { path, streamPath } from "../support/raw-exchange.ts";
import { apiKey, say, startEmulator } from "../support/start-emulator.ts";

async function ask(fault: Fault, target = path) {
  const { emulator, url } = await startEmulator();
  emulator.next(fault);
  const body = JSON.stringify({ contents: [say("hello")] });
  const response = await fetch(url + target, { method: "POST", headers: apiKey, body });
  return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
}

test("by default, an error has the form that its call expects", async () => {
  expect(JSON.parse((await ask({ error: "overloaded" })).text)).toMatchObject({ error: { code: 503 } });
  const events = await ask({ error: "overloaded" }, streamPath);
  expect(events).toMatchObject({ status: 503, type: "text/event-stream" });
  expect(JSON.parse(events.text)).toMatchObject({ error: { code: 503 } });
  const array = await ask({ error: "overloaded" }, streamPath.replace("?alt=sse", ""));
  expect(JSON.parse(array.text)).toMatchObject([{ error: { code: 503 } }]);
});

test("an array for a call that expects an object, and the reverse", async () => {
  const array = await ask({ error: "overloaded", errorForm: "array" });
  expect(JSON.parse(array.text)).toMatchObject([{ error: { code: 503 } }]);
  const object = await ask({ error: "overloaded", errorForm: "object" }, streamPath.replace("?alt=sse", ""));
  expect(JSON.parse(object.text)).toMatchObject({ error: { code: 503 } });
});

test("nested JSON inside the message, twice", async () => {
  const { status, text } = await ask({ error: "per-day", errorForm: "nested" });
  const outer = JSON.parse(text).error;
  expect(outer).toEqual({ code: 429, status: "RESOURCE_EXHAUSTED", message: expect.any(String) });
  const inner = JSON.parse(JSON.parse(outer.message).error.message).error;
  expect({ status, inner }).toMatchObject({ status: 429, inner: { details: [{}, { violations: [{}] }, {}] } });
});

test("the delay in the message only", async () => {
  const limited = JSON.parse((await ask({ error: "rate-limited", errorForm: "text-only", retryDelay: "66.5s" })).text);
  expect(limited.error).toEqual({
    code: 429,
    status: "RESOURCE_EXHAUSTED",
    message: "You have exhausted your capacity on this model. Your quota will reset after 1m7s.",
  });
  const full = JSON.parse((await ask({ error: "capacity", errorForm: "text-only", retryDelay: "25.4s" })).text);
  expect(full.error.message).toMatch(/Please retry in 25\.4s\.$/);
});

test("a page of the front end", async () => {
  const { status, type, text } = await ask({ error: "overloaded", errorForm: "html" }, streamPath);
  expect({ status, type }).toEqual({ status: 503, type: "text/html; charset=UTF-8" });
  expect(text).toMatch(/^<!DOCTYPE html>/);
});

test.each([
  ["cloudflare", 403, /Cloudflare Ray ID/],
  ["nginx", 502, /<center>nginx/],
  ["captive-portal", 511, /hotspot/],
] as const)("a page of %s, with status %i", async (errorForm, status, says) => {
  const page = await ask({ error: "permission", errorForm, status }, streamPath);
  expect(page).toMatchObject({ status, type: "text/html; charset=UTF-8", text: expect.stringMatching(says) });
});

test("loose JSON is valid without its stray commas and no-break spaces", async () => {
  const { text } = await ask({ error: "per-minute", errorForm: "loose" });
  expect(() => JSON.parse(text)).toThrow();
  const corrected = text
    .replaceAll("\u00a0", " ")
    .replace(/,(?=\s*,)/g, "")
    .replace(/([[{])\s*,/g, "$1")
    .replace(/,(\s*([\]}]|$))/g, "$1");
  expect(JSON.parse(corrected)).toMatchObject({ error: { code: 429 } });
});

test("a status alone is Google's error of that status, or an empty body below 400", async () => {
  expect(JSON.parse((await ask({ status: 504 })).text)).toMatchObject({
    error: { code: 504, status: "DEADLINE_EXCEEDED" },
  });
  expect(await ask({ status: 204 }, streamPath)).toMatchObject({ status: 204, text: "" });
  expect(await ask({ status: 200 }, streamPath)).toEqual({ status: 200, type: "text/event-stream", text: "" });
});

test("a body of the fault, with status, headers and content type", async () => {
  expect(await ask({ body: { a: 1 } })).toEqual({
    status: 200,
    type: "application/json; charset=UTF-8",
    text: '{"a":1}',
  });
  expect(await ask({ body: "<html>", contentType: "text/html", status: 502 })).toEqual({
    status: 502,
    type: "text/html",
    text: "<html>",
  });
  expect(await ask({ body: Uint8Array.of(104, 105), headers: { "x-test": "1" } })).toMatchObject({ text: "hi" });
  const bytesOfAnotherRealm: Uint8Array = runInNewContext("Uint8Array.of(1, 104, 105).subarray(1)");
  expect(await ask({ body: bytesOfAnotherRealm })).toMatchObject({ text: "hi" });
  expect((await ask({ contentType: "text/html" }, streamPath)).type).toBe("text/html");
});

test("echo returns the body of the request", async () => {
  expect(await ask({ echo: true })).toMatchObject({ status: 400, text: expect.stringContaining('"hello"') });
});
