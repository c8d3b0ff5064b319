import { describe, expect, it } from "vitest";
import type { GeminiError, GeminiEvent } from "../../src/index.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { event, reply } from "../support/replies.ts";
import { part } from "./support/serving.ts";

describe("F94 the edges of a stream", () => {
  const first = event(part({ text: "canary-one " }));
  const last = JSON.stringify(part({ text: "canary-two" }, { finishReason: "STOP" }));

  const streamOf = async (body: string, contentType: string | undefined = "text/event-stream") => {
    const headers = contentType === undefined ? {} : { "content-type": contentType };
    const server = await startRawServer(({ socket }) => socket.write(reply(200, body, headers)));
    const seen: GeminiEvent[] = [];
    const client = clientAt(server.url, { retry: { initialDelayMs: 1 }, onEvent: (one) => void seen.push(one) });
    const { text, error } = await collect(client.generateStream("canary-prompt"));
    const warnings = seen.filter(({ type }) => type === "warning");
    return { text, error, requests: server.requests.length, warnings };
  };
  const whole = { text: "canary-one canary-two", error: undefined, requests: 1 };

  it.each([
    ["no line end", ""],
    ["a line feed", "\n"],
    ["a carriage return", "\r"],
    ["both", "\r\n"],
  ])("the last event counts with %s after it", async (_, lineEnd) => {
    expect(await streamOf(`${first}data: ${last}${lineEnd}`)).toMatchObject({ ...whole, warnings: [] });
  });

  it("a truncated last event is ignored, and the response is incomplete without it", async () => {
    const { text, error } = await streamOf(`${first}data: ${last.slice(0, -1)}`);
    expect([text, (error as GeminiError).code]).toEqual(["canary-one ", "stream_interrupted"]);
  });

  it.each(["[DONE]", "DONE", " [DONE] "])("data that is %j is ignored", async (data) => {
    expect(await streamOf(`${first}data: ${last}\n\ndata: ${data}\n\n`)).toMatchObject({ ...whole, warnings: [] });
    expect(await streamOf(`data: ${data}\n\n${first}data: ${last}\n\n`)).toMatchObject(whole);
  });

  it("garbage after a complete response is a warning, and before its end an error", async () => {
    const after = await streamOf(`${first}data: ${last}\n\ndata: oops\n\ndata: oops\n\n`);
    expect(after).toMatchObject({ ...whole, warnings: [{ code: "stream_malformed" }] });
    const noObject = await streamOf(`${first}data: ${last}\n\ndata: null\n\ndata: "oops"\n\n`);
    expect(noObject).toMatchObject({ ...whole, warnings: [{ code: "stream_malformed" }] });
    expect((await streamOf(`${first}data: oops\n\ndata: ${last}\n\n`)).error).toMatchObject({
      code: "stream_malformed",
    });
  });

  const one = part({ text: "canary-one canary-two" }, { finishReason: "STOP" });
  it.each([
    ["an object", JSON.stringify(one), "application/json"],
    ["a list", JSON.stringify([part({ text: "canary-one " }), JSON.parse(last)]), "application/json; charset=UTF-8"],
    ["an object of many lines", `\n ${JSON.stringify(one, null, 2)}`, "text/plain"],
    ["events under text/plain", `${first}data: ${last}\n\n`, "text/plain"],
    ["events under application/octet-stream", `: hello\n\n${first}data: ${last}`, "application/octet-stream"],
    ["an object under text/event-stream", JSON.stringify(one), "text/event-stream"],
    ["a list without a content type", `\uFEFF\r\n${JSON.stringify([one])}`, undefined],
    ["an object on each line", `${JSON.stringify(part({ text: "canary-one " }))}\n${last}\n`, "application/x-ndjson"],
    ["events under application/json", `\uFEFF${first}data: ${last}\n\n`, "application/json"],
  ])("%s is read, in one request", async (_, body, contentType) => {
    expect(await streamOf(body, contentType)).toMatchObject(whole);
  });

  it("JSON that is not a response is an error after one request", async () => {
    for (const contentType of ["application/json", "text/event-stream"]) {
      const { error, requests } = await streamOf('{"canary":1}', contentType);
      expect(error).toMatchObject({
        code: "response_invalid",
        message: expect.stringContaining("expected an event stream"),
      });
      expect(requests).toBe(1);
    }
  });

  it("a format that cannot be read is an error after one request, streamed or not", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.write(reply(200, "canary-text", { "content-type": "text/plain" })),
    );
    const client = clientAt(server.url, { retry: { initialDelayMs: 1 } });
    for (const call of [client.generate("canary-prompt"), client.generateStream("canary-prompt").response()]) {
      expect(await failureOf(call)).toMatchObject({ code: "response_invalid", attempts: 1 });
    }
  });

  it("truncated JSON is retried", async () => {
    const { error, requests } = await streamOf(JSON.stringify([one]).slice(0, -1), "application/json");
    expect([(error as GeminiError).code, requests]).toEqual(["response_invalid", 3]);
  });

  const body = `${first}data: ${last}\n\n`;
  const arrayBuffer = async () => new TextEncoder().encode(body).buffer;
  it.each<[string, object]>([
    ["no body", { arrayBuffer }],
    ["null for a body", { body: null, arrayBuffer }],
    ["text alone", { text: async () => body }],
  ])("a response of fetch with %s is read as a whole", async (_, readers) => {
    const headers = new Map([["content-type", "text/event-stream"]]);
    const response = {
      status: 200,
      headers: { get: (name: string) => headers.get(name) ?? null },
      ...readers,
    };
    const client = clientAt("http://127.0.0.1:1", { fetch: async () => response });
    expect(await collect(client.generateStream("canary-prompt"))).toMatchObject({ text: "canary-one canary-two" });
  });
});
