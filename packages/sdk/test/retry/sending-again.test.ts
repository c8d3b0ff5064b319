import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type clientAt, collect, failureOf } from "../support/clients.ts";
import { fakeCertificate } from "../support/fake-certificate.ts";
import { startRawServer } from "../support/raw-server.ts";
import {
  answer,
  chunk,
  event,
  head,
  jsonReply,
  lastChunk,
  reply,
  streamHead,
  streamReply,
} from "../support/replies.ts";
import { hello, noCapacity, patientAt, rateLimit, refusal, type Step, startScript } from "./support/patient.ts";

const reset: Step = ({ socket }) => socket.resetAndDestroy();
const cutBody: Step = ({ socket }) => socket.end(`${head(200, { "content-length": 99 })}{"candi`);
const passing: readonly (readonly [string, Step, string])[] = [
  ["F37 a reset before the headers", reset, "connection_failed"],
  ["F38 an end within the body", cutBody, "stream_interrupted"],
  ["a 503", refusal(503), "server_error"],
  ["a 500 of HTML", reply(500, "<html>oops</html>"), "server_error"],
  ["a 408", refusal(408), "server_error"],
  ["a 499", refusal(499, "CANCELLED"), "api_error"],
  ["F63 a model without capacity", noCapacity, "model_overloaded"],
  ["F61 a rate limit", rateLimit("2s"), "rate_limited"],
  ["a rate limit without a delay", rateLimit(), "rate_limited"],
  ["F48 an empty reply", reply(200), "response_invalid"],
  ["F212 a page that says it is temporary", reply(200, "<html><h1>503 Service Unavailable</h1>"), "response_invalid"],
];

describe.each(passing)("%s", (_, failure, code) => {
  test("is retried, and the caller gets the answer", async () => {
    const server = await startScript(failure, failure, hello);
    const { client, retries } = patientAt(server.url);
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(retries()).toMatchObject([
      { operation: "generateContent", backend: "gemini-api", attempt: 2, reason: code },
      { attempt: 3, reason: code },
    ]);
    expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1);
  });

  test("is sent at most 3 times in total", async () => {
    const server = await startScript(failure);
    const { client } = patientAt(server.url);
    const error = await failureOf(client.generate("Hi"));
    expect(error).toMatchObject({ code, attempts: 3, retryable: true });
    expect(error.message).toContain("Tried 3 times.");
    expect(server.requests).toHaveLength(3);
  });

  test("is sent once if retries are off", async () => {
    const server = await startScript(failure);
    const { client, retries } = patientAt(server.url, { retry: false });
    expect(await failureOf(client.generate("Hi"))).toMatchObject({ code, attempts: 1 });
    expect(server.requests).toHaveLength(1);
    expect(retries()).toEqual([]);
  });
});

const final: readonly (readonly [string, Step, string])[] = [
  ["a request that is wrong", refusal(400, "INVALID_ARGUMENT"), "invalid_request"],
  ["a key that is refused", refusal(401, "UNAUTHENTICATED"), "api_key_invalid"],
  ["a right that is missing", refusal(403, "PERMISSION_DENIED"), "permission_denied"],
  [
    "F26 a disabled account",
    refusal(403, "PERMISSION_DENIED", [], "violation of Terms of Service"),
    "account_disabled",
  ],
  ["F65 a model that is not there", refusal(404, "NOT_FOUND"), "model_unavailable"],
  ["F42 a redirect", reply(302, "", { location: "http://127.0.0.1:1/" }), "redirect_refused"],
  ["F62 a delay of over five minutes", rateLimit("400s"), "quota_exhausted"],
  ["F62 no quota for the model", refusal(429, "RESOURCE_EXHAUSTED", [], "limit: 0, retry in 2s"), "quota_exhausted"],
  ["F56 a blocked prompt", jsonReply({ promptFeedback: { blockReason: "SAFETY" } }), "blocked"],
];

test.each(final)("%s is not retried", async (_, failure, code) => {
  const server = await startScript(failure, failure, hello);
  const { client, retries } = patientAt(server.url);
  expect((await failureOf(client.generate("Hi"))).code).toBe(code);
  // F65's look at the list of models goes by GET.
  expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  expect(retries()).toEqual([]);
});

describe.each([["text/html"], ["text/event-stream"], ["text/event-stream; charset=utf-8"], ["application/json"]])(
  "a page of a gateway with status 200 as %s",
  (type) => {
    const portal = "\ufeff\n<!DOCTYPE html><title>Wi-Fi login</title>canary-page";
    const once: readonly (readonly [string, string, RegExp])[] = [
      ["a captive portal", portal, /sign-in page.*Sign in to the network in a browser/],
      ["a page of nginx", "<html><h1>Welcome</h1><center>nginx</center></html>", /nginx.*access rules/],
      ["an unknown page", "<html>canary-page</html>", /it is an HTML page\. A proxy or sign-in page/],
      ["a page without a beginning", "<div>canary-page</div>", /it is not JSON/],
    ];

    test.each(once)("F212 %s is not retried", async (_, body, says) => {
      const server = await startScript(reply(200, body, { "content-type": type }));
      const { client, retries } = patientAt(server.url);
      for (const error of [
        await failureOf(client.generateStream("Hi").response()),
        await failureOf(client.sendMessageStream("Hi").response()),
        await failureOf(client.generate("Hi")),
      ]) {
        expect(error).toMatchObject({ code: "response_invalid", phase: "content", status: 200, attempts: 1 });
        expect(error.message).toMatch(says);
        expect(error.raw).toBe(body.replace("\ufeff", ""));
      }
      expect(server.requests).toHaveLength(3);
      expect([retries(), client.history]).toEqual([[], []]);
    });

    test.each([
      "<html><head><title>502 Bad Gateway</title></head><center><h1>502 Bad Gateway</h1></center><center>nginx</center>",
      "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>",
      "<html><title>Error</title><p>That’s an error.<p>Please try again in 30 seconds.</html>",
      "<html>upstream connect error or disconnect/reset before headers</html>",
    ])("F212 %s is retried", async (body) => {
      const failure = reply(200, body, { "content-type": type });
      const server = await startScript(failure, failure, streamReply(["Hello"]), failure, hello);
      const { client } = patientAt(server.url);
      expect((await client.generateStream("Hi").response()).text).toBe("Hello");
      expect((await client.generate("Hi")).text).toBe("Hello");
      expect(server.requests).toHaveLength(5);
    });
  },
);

test("F212 a page in pieces, under the type of an event stream", async () => {
  const server = await startScript(async ({ socket }) => {
    socket.write(streamHead());
    for (const piece of ["\n", "<", "html><title>Wi-Fi", " login</title>"]) {
      socket.write(chunk(piece));
      await setImmediate();
    }
    socket.end(lastChunk);
  });
  const error = await failureOf(patientAt(server.url).client.generateStream("Hi").response());
  expect(error).toMatchObject({ code: "response_invalid", phase: "content", attempts: 1 });
  expect(error.message).toContain("Sign in to the network");
});

describe("a stream", () => {
  const half: Step = ({ socket }) =>
    socket.end(Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Hel")))]));

  test("F55 is retried while nothing was delivered, even if chunks without content came", async () => {
    const empty = event({ usageMetadata: { promptTokenCount: 2 } });
    const beginning: Step = ({ socket }) => socket.end(Buffer.concat([Buffer.from(streamHead()), chunk(empty)]));
    const server = await startScript(beginning, refusal(503), streamReply(["He", "llo"]));
    const { client, retries } = patientAt(server.url);
    const { text, error } = await collect(client.generateStream("Hi"));
    expect([text, error]).toEqual(["Hello", undefined]);
    expect(retries().map(({ reason }) => reason)).toEqual(["stream_interrupted", "server_error"]);
  });

  test("F55 is not retried once text was delivered", async () => {
    const server = await startScript(half, hello);
    const { client } = patientAt(server.url);
    const { text, error } = await collect(client.sendMessageStream("Hi"));
    expect(text).toBe("Hel");
    expect(error).toMatchObject({ code: "stream_interrupted", attempts: 1, partial: { text: "Hel" } });
    expect(server.requests).toHaveLength(1);
    expect(client.history).toEqual([]);
  });

  test("F70 F55 restarts if the caller allows it, with a restart chunk, and the text is complete once", async () => {
    const server = await startScript(half, half, streamReply(["Hel", "lo"]));
    const { client, retries } = patientAt(server.url, { retry: { restartStreams: true } });
    const stream = client.sendMessageStream("Hi");
    const { chunks } = await collect(stream);
    expect(chunks.map(({ type, textDelta }) => [type, textDelta])).toEqual([
      ["content", "Hel"],
      ["restart", ""],
      ["content", "Hel"],
      ["restart", ""],
      ["content", "Hel"],
      ["content", "lo"],
    ]);
    const response = await stream.response();
    expect(response.text).toBe("Hello");
    expect(response.raw).toHaveLength(2);
    expect(client.history.map(({ parts }) => parts)).toEqual([[{ text: "Hi" }], [{ text: "Hello" }]]);
    expect(retries()).toHaveLength(2);
  });

  test("F47 an error event before any text is retried, after text it is final", async () => {
    const failed = event({ error: { code: 503, status: "UNAVAILABLE", message: "no" } });
    const first: Step = ({ socket }) =>
      socket.write(Buffer.concat([Buffer.from(streamHead()), chunk(failed), Buffer.from(lastChunk)]));
    const later: Step = ({ socket }) =>
      socket.write(
        Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Hel"))), chunk(failed), Buffer.from(lastChunk)]),
      );
    const server = await startScript(first, later);
    const { client } = patientAt(server.url);
    const { text, error } = await collect(client.generateStream("Hi"));
    expect(text).toBe("Hel");
    expect(error).toMatchObject({ code: "server_error", attempts: 2, partial: { text: "Hel" } });
  });
});

test("F37 an address where nothing listens is tried 3 times", async () => {
  const server = await startScript(hello);
  await server.close();
  const { client } = patientAt(server.url);
  const error = await failureOf(client.generate("Hi"));
  expect(error).toMatchObject({ code: "connection_failed", reason: "ECONNREFUSED", attempts: 3, phase: "connect" });
});

test("F40 an untrusted certificate is not retried", async () => {
  const server = await startRawServer(({ socket }) => socket.write(hello), {
    tls: fakeCertificate("fake", "127.0.0.1"),
  });
  const { client, retries } = patientAt(server.url);
  expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "connection_failed", retryable: false });
  expect(retries()).toEqual([]);
});

test("the call's retry options take precedence over the client's, member by member", async () => {
  const server = await startScript(refusal(503));
  const tries = async (client: ReturnType<typeof clientAt>, retry?: Parameters<typeof client.generate>[1]) => {
    const before = server.requests.length;
    await failureOf(client.generate("Hi", retry));
    return server.requests.length - before;
  };
  const { client } = patientAt(server.url, { retry: { maxAttempts: 2, initialDelayMs: 5 } });
  expect(await tries(client)).toBe(2);
  expect(await tries(client, { retry: { maxAttempts: 4 } })).toBe(4);
  expect(await tries(client, { retry: { maxDelayMs: 3 } })).toBe(2);
  expect(await tries(client, { retry: true })).toBe(2);
  expect(await tries(client, { retry: false })).toBe(1);
  expect(await tries(client, { retry: null })).toBe(1);
  const off = patientAt(server.url, { retry: null }).client;
  expect(await tries(off)).toBe(1);
  expect(await tries(off, { retry: {} })).toBe(3);
});
