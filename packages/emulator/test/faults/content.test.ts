import { expect, test } from "vitest";
import type { Fault, JsonFaultName } from "../../src/index.ts";
import { path, streamPath } from "../support/raw-exchange.ts";
import { apiKey, parseEvents, say, startEmulator } from "../support/start-emulator.ts";

const content = { contents: [say("Write a story of 5 words.")] };

async function start(fault: Fault) {
  const { emulator, url, post, bearer } = await startEmulator();
  emulator.on({}, fault);
  const read = async (target: string, headers: Record<string, string>, body: object) =>
    (await fetch(url + target, { method: "POST", headers, body: JSON.stringify(body) })).text();
  const envelope = { model: "gemini-2.5-flash", project: "fake-project-001", request: content };
  return {
    whole: async () => (await post(path, content, apiKey)).body,
    events: async () => parseEvents(await read(streamPath, apiKey, content)),
    text: () => read(streamPath, apiKey, content),
    array: () => read(streamPath.replace("?alt=sse", ""), apiKey, content),
    enveloped: async () => parseEvents(await read("/v1internal:streamGenerateContent?alt=sse", bearer, envelope)),
  };
}

const textOf = (events: readonly ReturnType<typeof JSON.parse>[]) =>
  events.flatMap((event) => event.candidates[0].content?.parts ?? []).map((part) => part.text);

const person = { name: "Ada", age: 36 };
const written = JSON.stringify(person, null, 2);

test.each<[JsonFaultName, string, string]>([
  ["fenced", `\`\`\`json\n${written}\n\`\`\``, "STOP"],
  ["in-text", `Here is the JSON that you asked for:\n\n${written}\n\nLet me know if you need anything else.`, "STOP"],
  ["truncated", written.slice(0, Math.ceil(written.length / 2)), "MAX_TOKENS"],
  ["wrong-type", JSON.stringify({ ...person, name: 0 }, null, 2), "STOP"],
  ["missing-member", JSON.stringify({ age: 36 }, null, 2), "STOP"],
  ["extra-member", JSON.stringify({ ...person, unexpected: "This member is not in the schema." }, null, 2), "STOP"],
])("jsonFault %s spoils the JSON of the response, whole and streamed", async (jsonFault, text, finishReason) => {
  const { whole, events, enveloped } = await start({ json: person, jsonFault });
  const body = await whole();
  expect(body.candidates[0]).toMatchObject({ content: { parts: [{ text }] }, finishReason });
  expect(textOf(await events()).join("")).toBe(text);
  const inEnvelope = (await enveloped()).map(({ response }: { response: object }) => response);
  expect(textOf(inEnvelope).join("")).toBe(text);
});

test.each<[JsonFaultName, unknown, unknown]>([
  ["wrong-type", [{ a: true }, { a: false }], [{ a: "true" }, { a: false }]],
  ["wrong-type", { a: { b: null } }, { a: { b: "null" } }],
  ["missing-member", [{ a: 1, b: 2 }, { a: 1 }], [{ b: 2 }, { a: 1 }]],
  ["extra-member", [], []],
  ["missing-member", {}, {}],
  ["missing-member", 1, 1],
])("jsonFault %s of %j changes the first place that it can", async (jsonFault, json, expected) => {
  const { whole } = await start({ json, jsonFault });
  expect(JSON.parse((await whole()).candidates[0].content.parts[0].text)).toEqual(expected);
});

test("jsonFault spoils what the emulator writes for a schema, and leaves other texts alone", async () => {
  const { emulator, post } = await startEmulator();
  emulator.on({}, { jsonFault: "missing-member" });
  const responseJsonSchema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const generationConfig = { responseMimeType: "application/json", responseJsonSchema };
  const { body } = await post(path, { ...content, generationConfig }, apiKey);
  expect(JSON.parse(body.candidates[0].content.parts[0].text)).toEqual({});
  const prose = (await post(path, content, apiKey)).body;
  expect(prose.candidates[0].content.parts[0].text).toMatch(/^\w+( \w+){4}\.$/);
});

test("text replaces the response: whole, streamed, and in the envelope of Code Assist", async () => {
  const { whole, events, enveloped } = await start({ text: "one two" });
  expect((await whole()).candidates).toEqual([
    { content: { role: "model", parts: [{ text: "one two" }] }, finishReason: "STOP", index: 0 },
  ]);
  expect(textOf(await events())).toEqual(["one", " two"]);
  const wrapped = await enveloped();
  expect(wrapped[0].traceId).toMatch(/^fake-trace/);
  expect(textOf(wrapped.map((event) => event.response))).toEqual(["one", " two"]);
});

test("events are sent as they are, in the envelope of Code Assist", async () => {
  const payloads = [{ candidates: [{ content: { parts: [{ text: "a" }] } }] }, { strange: true }];
  const { whole, events, enveloped } = await start({ events: payloads });
  expect(await events()).toEqual(payloads);
  expect((await enveloped()).map((event) => event.response)).toEqual(payloads);
  expect(await whole()).toEqual({ ...payloads[0], strange: true });
});

test("F383 a call that is not streamed gets all of the scripted events, joined", async () => {
  const piece = (part: object, more: object = {}) => ({
    candidates: [{ content: { parts: [part], role: "model" }, ...more }],
  });
  const usageMetadata = { promptTokenCount: 1, totalTokenCount: 3 };
  const call = { functionCall: { name: "f", args: {} } };
  const payloads = [
    piece({ text: "a" }),
    piece({ text: "b" }),
    piece(call, { finishReason: "STOP" }),
    { usageMetadata },
  ];
  const { whole } = await start({ events: payloads });
  const content = { parts: [{ text: "ab" }, call], role: "model" };
  expect(await whole()).toEqual({ candidates: [{ content, finishReason: "STOP" }], usageMetadata });
  const two = await start({
    events: [{ candidates: [{ index: 0 }, { index: 1 }] }, { candidates: [{ index: 1, finishReason: "STOP" }] }],
  });
  expect((await two.whole()).candidates).toEqual([{ index: 0 }, { index: 1, finishReason: "STOP" }]);
});

test("a finish reason can be known, unknown or omitted", async () => {
  const known = await (await start({ finishReason: "SAFETY" })).events();
  expect(known.at(-1).candidates[0].finishReason).toBe("SAFETY");
  expect(textOf(known).join("")).not.toBe("");
  const unknown = await (await start({ finishReason: "FAKE_REASON" })).whole();
  expect(unknown.candidates[0].finishReason).toBe("FAKE_REASON");
  const none = await (await start({ finishReason: null })).events();
  expect(JSON.stringify(none)).not.toContain("finishReason");
});

test("MALFORMED_FUNCTION_CALL has no parts, like Google's", async () => {
  const { candidates } = await (await start({ finishReason: "MALFORMED_FUNCTION_CALL" })).whole();
  expect(candidates).toEqual([{ content: { role: "model" }, finishReason: "MALFORMED_FUNCTION_CALL", index: 0 }]);
});

test("an empty response is one event without parts", async () => {
  const { whole, events } = await start({ empty: true });
  const candidate = { content: { role: "model" }, finishReason: "STOP", index: 0 };
  expect((await whole()).candidates).toEqual([candidate]);
  expect((await events()).map((event) => event.candidates)).toEqual([[candidate]]);
});

test("a blocked prompt has a reason and no candidates", async () => {
  const { whole, events } = await start({ blocked: "PROHIBITED_CONTENT" });
  expect(await whole()).toMatchObject({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } });
  expect(await whole()).not.toHaveProperty("candidates");
  expect(await events()).toMatchObject([{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }]);
  const plain = await start({ blocked: true });
  expect(await plain.whole()).toMatchObject({ promptFeedback: { blockReason: "SAFETY" } });
});

test("a response of thoughts only, at the output limit", async () => {
  const { whole } = await start({ thinkingOnly: true, finishReason: "MAX_TOKENS" });
  expect((await whole()).candidates[0]).toMatchObject({
    content: { parts: [{ thought: true }] },
    finishReason: "MAX_TOKENS",
  });
});

test("scripted events may have a continuation token, with and without a finish reason", async () => {
  const checkpoint = { candidates: [{ index: 0, continuationToken: "Y2FuYXJ5LTE=" }] };
  const end = { candidates: [{ index: 0, finishReason: "CONTINUATION", continuationToken: "Y2FuYXJ5LTI=" }] };
  const { events } = await start({ events: [checkpoint, end] });
  expect(await events()).toEqual([checkpoint, end]);
});

test("a last event without parts, and usage in the last event only", async () => {
  const { events } = await start({ text: "one two", lastFrameWithoutParts: true, usageInLastFrameOnly: true });
  const all = await events();
  expect(textOf(all)).toEqual(["one", " two"]);
  expect(all.at(-1).candidates).toEqual([{ finishReason: "STOP", index: 0 }]);
  expect(all.map((event) => event.usageMetadata !== undefined)).toEqual([false, false, true]);
});

test.each([
  ["the malformed event", 1, [true, false, true]],
  ["F282 the last event, if there are fewer,", 3, [true, true, false]],
])("%s is not valid JSON; the others are unchanged", async (_, malformedEvent, valid) => {
  const { text } = await start({ text: "one two three", malformedEvent });
  const data = (await text()).split("\r\n\r\n").filter(Boolean);
  const parses = data.map((event) => {
    try {
      return Boolean(JSON.parse(event.slice("data: ".length)));
    } catch {
      return false;
    }
  });
  expect(parses).toEqual(valid);
});

test.each([0, 4])("F282 a response that is not a stream is one event (malformedEvent: %s)", async (malformedEvent) => {
  const { whole } = await start({ malformedEvent });
  await expect(whole()).rejects.toThrow("JSON");
});

test("F282 what happens after more events than there are happens at the end", async () => {
  const { events, text } = await start({ text: "one two", errorAfterEvents: 9, error: "overloaded" });
  expect((await events()).map((event) => event.error?.code)).toEqual([undefined, undefined, 503]);
  const cut = await start({ text: "one two", cutAfterEvents: 9 });
  await expect(cut.text()).rejects.toThrow();
  const comments = await start({ text: "one two", cutAfterBytes: 99_999 });
  await expect(comments.text()).rejects.toThrow();
  expect(await text()).toContain("two");
});

test("an error as an event ends the stream, without an envelope on every service", async () => {
  const { events, enveloped, array, whole } = await start({ error: "overloaded", errorAfterEvents: 2 });
  const error = { code: 503, status: "UNAVAILABLE" };
  const all = await events();
  expect(all.length).toBe(3);
  expect(all.at(-1)).toMatchObject({ error });
  const wrapped = await enveloped();
  expect(wrapped.map((event) => Object.keys(event)[0])).toEqual(["response", "response", "error"]);
  expect(JSON.parse(await array()).at(-1)).toMatchObject({ error });
  expect(await whole()).toMatchObject({ error });
});

test("an error as an event can be an array", async () => {
  const { events } = await start({ error: "overloaded", errorAfterEvents: 1, errorForm: "array" });
  expect((await events()).at(-1)).toMatchObject([{ error: { code: 503 } }]);
});

test("content faults keep the checks of the handler, and do not change other calls", async () => {
  const { emulator, post, get } = await startEmulator();
  emulator.on({}, { text: "hi" });
  expect((await post(path, {}, apiKey)).status).toBe(400);
  expect((await get("/v1beta/models", apiKey)).body.models.length).toBeGreaterThan(1);
});

test("faults of content and connection combine: a cut after scripted events", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ text: "one two three", cutAfterEvents: 2, paceMs: 0 });
  const init = { method: "POST", headers: apiKey, body: JSON.stringify(content) };
  const response = await fetch(url + streamPath, init);
  let text = "";
  const read = async () => {
    for await (const bytes of response.body!) text += new TextDecoder().decode(bytes);
  };
  await expect(read()).rejects.toThrow("terminated");
  expect(textOf(parseEvents(text))).toEqual(["one", " two"]);
});
