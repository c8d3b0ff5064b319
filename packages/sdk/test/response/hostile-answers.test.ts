import { describe, expect, it } from "vitest";
import type { GeminiClient, GenerateContentResponse } from "../../src/index.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, lastChunk, reply, streamHead, streamReply } from "../support/replies.ts";

const DEPTH = 100_000;
const bottomless = `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`;
const deepCall = (more: string) =>
  `{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":${bottomless}}}}]}${more}}]}`;

/** Answers with this JSON, whole or as one event; prompts that say "plain" get a plain answer. */
async function answering(json: string): Promise<GeminiClient> {
  const server = await startRawServer(({ path, body, socket }) => {
    const streamed = path.includes("streamGenerateContent");
    if (body.includes("plain"))
      return socket.write(streamed ? streamReply(["Fine"]) : jsonReply(answer("Fine", "STOP")));
    if (!streamed) return socket.write(reply(200, json, { "content-type": "application/json" }));
    return socket.write(`${streamHead()}${chunk(`data: ${json}\n\n`)}${lastChunk}`);
  });
  return clientAt(server.url);
}

const sends: readonly {
  readonly how: string;
  readonly send: (client: GeminiClient) => Promise<GenerateContentResponse>;
}[] = [
  { how: "whole", send: (client) => client.sendMessage("Hello!") },
  { how: "streamed", send: (client) => client.sendMessageStream("Hello!").response() },
];

describe.each(sends)("$how", ({ send }) => {
  it("F60 F68 an answer nested too deep to be kept is response_invalid, and nothing is committed", async () => {
    const client = await answering(deepCall(',"finishReason":"STOP"'));
    const error = await failureOf(send(client));
    expect(error).toMatchObject({ code: "response_invalid", phase: "content", attempts: 1 });
    expect(error.message).not.toContain("prompt");
    expect(client.history).toEqual([]);
    expect((await client.sendMessage("plain")).text).toBe("Fine");
    expect(client.history).toHaveLength(2);
  });

  it.each([
    ["finishReason", '{"candidates":[{"finishReason":"\\u001b[31mRED\\nMORE"}]}', "[31mRED MORE"],
    ["blockReason", '{"promptFeedback":{"blockReason":"\\u001b[31mRED\\nMORE"}}', "[31mRED MORE"],
    ["a finishReason that is not a string", '{"candidates":[{"finishReason":{"a":1}}]}', "unnamed"],
    ["a finishReason without end", `{"candidates":[{"finishReason":${bottomless}}]}`, "unnamed"],
  ])("F60 %s reaches an error as one printable line", async (_, json, reason) => {
    const error = await failureOf(send(await answering(json)));
    expect(error.phase).toBe("content");
    expect(error.reason).toBe(reason);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be there
    expect(error.message).not.toMatch(/[\u0000-\u001f]/);
  });

  it("F60 invalid parts do not count as content", async () => {
    const client = await answering('{"candidates":[{"content":{"parts":[{},[],[1],null,"x"]},"finishReason":"STOP"}]}');
    expect(await failureOf(send(client))).toMatchObject({ code: "empty_response" });
    expect(client.history).toEqual([]);
  });

  it("F60 members of a wrong type are left out", async () => {
    const rest = '"modelVersion":{"a":1},"responseId":5,"usageMetadata":[1,2]';
    const response = await send(await answering(`{${JSON.stringify(answer("x", "STOP")).slice(1, -1)},${rest}}`));
    expect([response.modelVersion, response.responseId, response.usageMetadata]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("streamed", () => {
  it.each([-1, 1.5, "0", null, {}])(
    "F60 an invalid index (%j) counts as 0, in chunks and in the response",
    async (index) => {
      const parts = [{ text: "Hello" }];
      const client = await answering(
        JSON.stringify({ candidates: [{ index, content: { parts }, finishReason: "STOP" }] }),
      );
      const stream = client.sendMessageStream("Hello!");
      const { text, chunks } = await collect(stream);
      expect([text, chunks[0]?.finishReason, (await stream.response()).text]).toEqual(["Hello", "STOP", "Hello"]);
    },
  );

  it("F60 an index of a billion takes no memory", async () => {
    const far = { index: 1_000_000_000, content: { parts: [{ text: "far" }] }, finishReason: "STOP" };
    const near = { index: 0, content: { parts: [{ text: "near" }] }, finishReason: "STOP" };
    const response = await (await answering(JSON.stringify({ candidates: [far, near] })))
      .generateStream("Hi")
      .response();
    expect(response.candidates.map((one) => one.index)).toEqual([0, 1_000_000_000]);
    expect(response.text).toBe("near");
  });

  it("F68 a partial answer that cannot be kept is dropped, and the queue continues", async () => {
    const server = await startRawServer(({ body, socket }) => {
      if (body.includes("plain")) return socket.write(jsonReply(answer("Fine", "STOP")));
      return socket.write(`${streamHead()}${chunk(`data: ${deepCall("")}\n\n`)}${chunk(event(answer("more")))}`);
    });
    const client = clientAt(server.url);
    const stream = client.sendMessageStream("Hello!");
    await stream[Symbol.asyncIterator]().next();
    stream.cancel({ keepPartial: true });
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted", attempts: 1 });
    expect((await client.fork().sendMessage("plain")).text).toBe("Fine");
    expect((await Promise.resolve().then(() => client.sendMessage("plain"))).text).toBe("Fine");
    expect(client.history).toHaveLength(2);
  });
});
