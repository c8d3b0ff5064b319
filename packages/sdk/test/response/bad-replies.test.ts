import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, lastChunk, reply, streamHead } from "../support/replies.ts";

const stream = (...events: readonly string[]) =>
  `${streamHead()}${events.map((one) => chunk(one).toString()).join("")}${lastChunk}`;
const apiError = { code: 503, status: "UNAVAILABLE", message: "The model is overloaded." };
const html = "<!DOCTYPE html><title>Sign in</title>";
const sse = { "content-type": "text/event-stream" };
const page = { "content-type": "text/html" };

describe.each(transports)("$transport", ({ options }) => {
  const streamed = async (bytes: string | Uint8Array) => {
    const server = await startRawServer(({ socket }) => socket.end(bytes));
    const { error, text, chunks } = await collect(clientAt(server.url, options).generateStream("Hi"));
    return { error: asGeminiError(error), text, chunks };
  };
  const whole = async (bytes: string | Uint8Array) => {
    const server = await startRawServer(({ socket }) => socket.end(bytes));
    return failureOf(clientAt(server.url, options).generate("Hi"));
  };

  test("F46 a malformed event in the middle", async () => {
    const { error, text } = await streamed(
      stream(event(answer("one ")), event(answer("two")), "data: {oops\n\n", event(answer("three", "STOP"))),
    );
    expect([error.code, error.phase, error.retryable]).toEqual(["stream_malformed", "body", true]);
    expect(error.message).toContain("Event 2 ");
    expect([text, error.partial?.text]).toEqual(["one two", "one two"]);
  });

  test("F46 a malformed event in the same network chunk as good ones, which are delivered first", async () => {
    const { error, text } = await streamed(
      stream(`${event(answer("one"))}data: {"half":\n\n${event(answer("", "STOP"))}`),
    );
    expect(error.message).toContain("Event 1 ");
    expect([text, error.partial?.text]).toEqual(["one", "one"]);
  });

  test.each(["null", "7", '"text"', "[]"])("F46 an event that is JSON but not an object: %s", async (json) => {
    const { error } = await streamed(stream(event(answer("one")), `data: ${json}\n\n`));
    expect(error.code).toBe("response_invalid");
    expect(error.partial?.text).toBe("one");
  });

  test.each([
    ["an error object", { error: apiError }],
    ["an array of one", [{ error: apiError }]],
  ])("F47 %s after tokens", async (_, body) => {
    const { error, text } = await streamed(stream(event(answer("one ")), event(answer("two")), event(body)));
    expect(error).toMatchObject({ code: "model_overloaded", status: 503, retryable: true, attempts: 1 });
    expect(error.message).toContain("The model is overloaded.");
    expect([text, error.partial?.text]).toEqual(["one two", "one two"]);
    expect(JSON.parse(error.raw ?? "")).toEqual(body);
  });

  test("F47 an error object with only the name of its status", async () => {
    const error = { status: "RESOURCE_EXHAUSTED", message: "Slow down." };
    expect((await streamed(stream(event({ error })))).error).toMatchObject({ code: "rate_limited", status: 429 });
  });

  const refused = { code: 429, status: "RESOURCE_EXHAUSTED", message: "Quota." };
  test.each([
    ["object", { error: refused }],
    ["array", [{ error: refused }]],
  ])("F48 status 200 with a JSON error (%s)", async (_, body) => {
    const bytes = jsonReply(body);
    const expected = { code: "rate_limited", status: 429 };
    expect((await streamed(bytes)).error).toMatchObject(expected);
    expect(await whole(bytes)).toMatchObject(expected);
  });

  test.each<[string, Uint8Array | string, string, string]>([
    ["an HTML page", reply(200, html, page), "response_invalid", "response_invalid"],
    ["an HTML page called an event stream", reply(200, html, sse), "response_invalid", "response_invalid"],
    ["an empty body", reply(200), "stream_interrupted", "response_invalid"],
    [
      "an empty JSON body",
      reply(200, "", { "content-type": "application/json" }),
      "response_invalid",
      "response_invalid",
    ],
    ["204", head(204), "stream_interrupted", "response_invalid"],
    ["a JSON text", jsonReply("hello"), "response_invalid", "response_invalid"],
    ["an empty JSON object", jsonReply({}), "response_invalid", "empty_response"],
    ["candidates that are none", jsonReply({ candidates: 5 }), "response_invalid", "empty_response"],
  ])("F48 status 200 with %s is never an empty success", async (_, bytes, codeOfStream, codeOfWhole) => {
    expect((await streamed(bytes)).error.code).toBe(codeOfStream);
    expect((await whole(bytes)).code).toBe(codeOfWhole);
  });

  test("F48 a page from a proxy is not quoted, and can be read", async () => {
    const error = await whole(reply(200, html, page));
    expect(error.message).toContain("it is an HTML page");
    expect(error.message).not.toContain("Sign in");
    expect(error.raw).toBe(html);
  });

  test("F48 the status takes precedence over the body: an error response may claim to be an event stream", async () => {
    const bytes = reply(429, JSON.stringify([{ error: refused }]), sse);
    expect((await streamed(bytes)).error).toMatchObject({ code: "rate_limited", status: 429 });
  });

  test("an error response is quoted even if its body is truncated", async () => {
    const server = await startRawServer(({ socket }) => socket.end(`${head(404, { "content-length": 900 })}{"error":`));
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({
      code: "model_unavailable",
      status: 404,
    });
  });

  test("an error response is kept up to 64 KiB", async () => {
    const error = await whole(reply(500, "x".repeat(200_000)));
    expect([error.code, error.raw?.length]).toEqual(["server_error", 64 * 1024]);
  });

  test("the error of a truncated stream has the trace id of the headers", async () => {
    const traced = `${streamHead({ "x-cloudaicompanion-trace-id": "fake-trace" })}${chunk(event(answer("one")))}`;
    const { error } = await streamed(traced);
    expect(error).toMatchObject({ code: "stream_interrupted", traceId: "fake-trace" });
  });
});
