import { describe, expect, test } from "vitest";
import { collect, failureOf } from "../support/clients.ts";
import { chunk, event, jsonReply, lastChunk, reply, streamHead, streamReply } from "../support/replies.ts";
import { hello, patientAt, refusal, startScript } from "./support/patient.ts";

const finished = (finishReason: string) => ({ candidates: [{ content: { role: "model" }, finishReason }] });
const streamed = (value: object) =>
  Buffer.concat([Buffer.from(streamHead()), chunk(event(value)), Buffer.from(lastChunk)]);

describe.each([
  ["STOP without parts", "STOP", "empty_response"],
  ["no finish reason and no candidates", "", "empty_response"],
  ["a function call that cannot be read", "MALFORMED_FUNCTION_CALL", "malformed_function_call"],
])("F57 %s", (_, reason, code) => {
  const nothing = reason === "" ? { candidates: [] } : finished(reason);

  test("is retried twice, with an event each; then the error says so", async () => {
    const server = await startScript(jsonReply(nothing));
    const { client, retries } = patientAt(server.url, { retry: { maxAttempts: 10 } });
    expect(await failureOf(client.sendMessage("Hi"))).toMatchObject({ code, phase: "content", attempts: 3 });
    expect(retries()).toMatchObject([
      { attempt: 2, reason: code },
      { attempt: 3, reason: code },
    ]);
    expect(client.history).toEqual([]);
  });

  test("is not a failure if the next answer has content", async () => {
    const server = await startScript(jsonReply(nothing), jsonReply(nothing), hello);
    const { client } = patientAt(server.url);
    expect((await client.sendMessage("Hi")).text).toBe("Hello");
    expect(client.history).toHaveLength(2);
  });
});

test("F57 the same goes for streams, which deliver nothing of the empty answers", async () => {
  const server = await startScript(streamed(finished("STOP")), streamed(finished("STOP")), streamReply(["Hello"]));
  const { client, retries } = patientAt(server.url);
  const { chunks, text } = await collect(client.generateStream("Hi"));
  expect(text).toBe("Hello");
  expect(chunks).toHaveLength(1);
  expect(retries()).toHaveLength(2);
});

test("F57 empty answers and failures of the service have separate limits", async () => {
  const empty = jsonReply(finished("STOP"));
  const server = await startScript(refusal(503), empty, refusal(503), empty, hello);
  const { client, retries } = patientAt(server.url);
  expect((await client.generate("Hi")).text).toBe("Hello");
  expect(retries().map(({ attempt, reason }) => [attempt, reason])).toEqual([
    [2, "server_error"],
    [3, "empty_response"],
    [4, "server_error"],
    [5, "empty_response"],
  ]);
});

test.each([[false], [{ maxAttempts: 1 }]])("F57 one attempt is made with `retry` %o", async (retry) => {
  const server = await startScript(jsonReply(finished("STOP")), hello);
  const { client } = patientAt(server.url, { retry });
  expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "empty_response", attempts: 1 });
});

test.each(["MAX_TOKENS", "CONTINUATION"])(
  "F58 a response whose tokens thinking used up is not retried after %s, since it would end the same way",
  async (reason) => {
    const server = await startScript(jsonReply(finished(reason)), hello);
    const { client, retries } = patientAt(server.url);
    expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "empty_response", reason, retryable: false });
    expect(retries()).toEqual([]);
  },
);

test("a complete answer that is nested too deep to be kept is not retried", async () => {
  const nested = `${'{"a":'.repeat(1_200)}1${"}".repeat(1_200)}`;
  const call = `{"functionCall":{"name":"f","args":${nested}}}`;
  const body = `{"candidates":[{"content":{"role":"model","parts":[${call}]},"finishReason":"STOP"}]}`;
  const server = await startScript(reply(200, body, { "content-type": "application/json" }), hello);
  const { client, retries } = patientAt(server.url);
  expect(await failureOf(client.sendMessage("Hi"))).toMatchObject({ code: "response_invalid", phase: "content" });
  expect(retries()).toEqual([]);
  expect(server.requests).toHaveLength(1);
});
