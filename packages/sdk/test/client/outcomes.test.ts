import { describe, expect, it } from "vitest";
import type { GeminiClient, GeminiEvent, GeminiOptions, GenerateContentResponse } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, event, jsonReply, lastChunk, streamHead } from "../support/replies.ts";
import { start } from "./support/ways.ts";

type Part = Readonly<Record<string, unknown>>;

const candidate = (parts: readonly Part[] | undefined, finishReason?: string, index?: number) => ({
  ...(parts ? { content: { role: "model", parts } } : {}),
  ...(finishReason ? { finishReason } : {}),
  ...(index === undefined ? {} : { index }),
});

/** A client whose server responds with these payloads: as the events of a stream, or the first one if not streamed. */
async function answering(payloads: readonly object[], options: GeminiOptions = {}): Promise<GeminiClient> {
  const server = await startRawServer(({ path, socket }) => {
    if (!path.includes("streamGenerateContent")) return socket.write(jsonReply(payloads[0]));
    const events = payloads.map((payload) => chunk(event(payload)));
    return socket.write(Buffer.concat([Buffer.from(streamHead()), ...events, Buffer.from(lastChunk)]));
  });
  return clientAt(server.url, options);
}

type Send = (client: GeminiClient, prompt?: string) => Promise<GenerateContentResponse>;

const sends: readonly { readonly how: string; readonly send: Send }[] = [
  { how: "whole", send: (client, prompt = "Hello!") => client.sendMessage(prompt) },
  { how: "streamed", send: (client, prompt = "Hello!") => client.sendMessageStream(prompt).response() },
];

describe.each(sends)("$how", ({ send }) => {
  it.each(["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "A_REASON_OF_TOMORROW"])(
    "F56 %s with content resolves, keeps the reason verbatim, and is committed",
    async (reason) => {
      const client = await answering([{ candidates: [candidate([{ text: "So far" }], reason)] }]);
      const response = await send(client);
      expect(response).toMatchObject({ text: "So far", finishReason: reason, truncated: true });
      expect(client.history[1]).toEqual({ role: "model", parts: [{ text: "So far" }] });
    },
  );

  it.each([
    ["SAFETY", "blocked"],
    ["RECITATION", "blocked"],
    ["PROHIBITED_CONTENT", "blocked"],
    ["MALFORMED_FUNCTION_CALL", "malformed_function_call"],
    ["STOP", "empty_response"],
    ["A_REASON_OF_TOMORROW", "empty_response"],
  ])("F56 F57 %s without content is %s, and adds no turn", async (reason, code) => {
    const client = await answering([{ candidates: [candidate(undefined, reason)] }]);
    expect(await failureOf(send(client))).toMatchObject({ code, reason, phase: "content", attempts: 1 });
    expect(client.history).toEqual([]);
  });

  it("F56 a blocked prompt says where and why", async () => {
    const client = await answering([{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }]);
    const error = await failureOf(send(client));
    expect(error).toMatchObject({ code: "blocked", reason: "PROHIBITED_CONTENT" });
    expect(error.summary).toContain("prompt");
    expect(client.history).toEqual([]);
  });

  it("F110 if there are several candidates, accessors and history use the first", async () => {
    const first = candidate([{ text: "First" }], "STOP", 0);
    const second = candidate([{ text: "Second" }], "MAX_TOKENS", 1);
    const client = await answering([{ candidates: [second, first] }]);
    const response = await send(client);
    expect(response).toMatchObject({ text: "First", finishReason: "STOP", truncated: false });
    expect(response.candidates.map(({ content }) => content?.parts)).toEqual([
      [{ text: "First" }],
      [{ text: "Second" }],
    ]);
    expect(client.history[1]?.parts).toEqual([{ text: "First" }]);
  });

  it.each([
    ["a call without a name", { functionCall: { args: {} } }],
    ["media without bytes", { inlineData: { mimeType: "image/png" } }],
    ["code without source", { executableCode: { language: "PYTHON" } }],
  ])("if nothing of the response can be stored (%s), a warning says so", async (_what, part) => {
    const events: GeminiEvent[] = [];
    const client = await answering([{ candidates: [candidate([part], "STOP")] }], {
      onEvent: (one) => void events.push(one),
    });
    const response = await send(client);
    expect(response.candidates[0]?.content?.parts).toEqual([part]);
    expect(client.history).toEqual([]);
    const warnings = () => events.filter(({ type }) => type === "warning");
    expect(warnings()).toMatchObject([{ code: "empty_response", message: expect.stringContaining("stores neither") }]);
    await client.generate("Hello!");
    expect(warnings()).toHaveLength(1);
  });

  it("F60 a missing usage, counts as text, and lone surrogates", async () => {
    const usageMetadata = { promptTokenCount: "12", totalTokenCount: "many", thoughtsTokenCount: null };
    const client = await answering([{ candidates: [candidate([{ text: "\ud800" }], "STOP")], usageMetadata }]);
    const response = await send(client);
    expect(response.usageMetadata).toEqual({ promptTokenCount: 12 });
    expect(client.history[1]?.parts).toEqual([{ text: "\ud800" }]);
    expect(
      (await send(await answering([{ candidates: [candidate([{ text: "a" }], "STOP")] }]))).usageMetadata,
    ).toBeUndefined();
  });

  it("F58 a truncated response says so", async () => {
    const client = (await start()).client({ maxOutputTokens: 5 });
    const response = await send(client, "Count from 1 to 50");
    expect(response).toMatchObject({ truncated: true, finishReason: "MAX_TOKENS" });
    expect(response.text).toMatch(/^1, 2/);
    expect(client.history).toHaveLength(2);
  });

  it("F58 warns if thinking used up the budget, and the next send is valid", async () => {
    const events: GeminiEvent[] = [];
    const client = (await start()).client({
      thinkingBudget: 1_000,
      maxOutputTokens: 5,
      onEvent: (one) => void events.push(one),
    });
    const response = await send(client);
    expect(response).toMatchObject({ truncated: true, text: "" });
    expect(response.thinking).not.toBe("");
    const warning = events.find(({ type }) => type === "warning");
    expect(warning).toMatchObject({
      code: "empty_response",
      message: expect.stringMatching(/maxOutputTokens.*thinkingBudget/),
    });
    expect((await client.sendMessage("Say next", { thinkingBudget: 0, maxOutputTokens: 100 })).text).toBe("Next");
  });

  it("F119 says how many tokens thinking used, if there is no text", async () => {
    const usageMetadata = { promptTokenCount: 2, thoughtsTokenCount: 4_321, totalTokenCount: 4_323 };
    const error = await failureOf(
      send(await answering([{ candidates: [candidate(undefined, "MAX_TOKENS")], usageMetadata }])),
    );
    expect(error).toMatchObject({ code: "empty_response", reason: "MAX_TOKENS", option: "maxOutputTokens" });
    expect(error.summary).toContain("thinking (4321 tokens)");
    expect(error.remedy).toMatch(/Raise `maxOutputTokens`/);

    const events: GeminiEvent[] = [];
    const thought = { candidates: [candidate([{ text: "Hm", thought: true }], "MAX_TOKENS")], usageMetadata };
    const client = await answering([thought], { onEvent: (one) => void events.push(one) });
    expect(await send(client)).toMatchObject({ truncated: true, text: "" });
    expect(events.find(({ type }) => type === "warning")).toMatchObject({
      code: "empty_response",
      message: expect.stringMatching(/\(4321 tokens\).*Raise the limit/),
    });
  });

  it("F57 F93 a response of thoughts alone does not count as an answer", async () => {
    const thought = { candidates: [candidate([{ text: "Hm", thought: true }], "STOP")] };
    const client = await answering([thought]);
    const error = await failureOf(send(client));
    expect(error).toMatchObject({ code: "empty_response", reason: "STOP", attempts: 1 });
    expect(error.partial).toMatchObject({ text: "", thinking: "Hm" });
    expect(client.history).toEqual([]);
  });

  it("F58 fails with an error that names the budget if hidden thinking used it up", async () => {
    const client = (await start()).client({ thinkingBudget: 1_000, includeThoughts: false, maxOutputTokens: 5 });
    const error = await failureOf(send(client));
    expect(error).toMatchObject({ code: "empty_response", reason: "MAX_TOKENS", retryable: false });
    expect(error.message).toMatch(/thinking.*Raise `maxOutputTokens`/);
    expect(client.history).toEqual([]);
  });
});

describe("streamed", () => {
  it("is complete only when every candidate has ended", async () => {
    const client = await answering([
      { candidates: [candidate([{ text: "A" }], undefined, 0), candidate([{ text: "B" }], undefined, 1)] },
      { candidates: [candidate([], "STOP", 0)] },
    ]);
    const error = await failureOf(client.sendMessageStream("Hello!").response());
    expect(error).toMatchObject({ code: "stream_interrupted" });
    expect(error.partial).toMatchObject({ text: "A" });
    expect(client.history).toEqual([]);
  });

  it("F72 F59 merges adjacent parts of the same kind, and does not change signed parts", async () => {
    const signed = { text: "c", thoughtSignature: "c2ln+/==" };
    const call = { functionCall: { name: "f", args: { a: "1" } }, thoughtSignature: "Y2FsbA==" };
    const parts: readonly Part[] = [
      { text: "t1", thought: true },
      { text: "t2", thought: true },
      { text: "a" },
      { text: "b" },
      signed,
      { text: "" },
      { text: "d" },
      { text: "e" },
      call,
    ];
    const client = await answering([
      ...parts.map((part) => ({ candidates: [candidate([part])] })),
      { candidates: [candidate(undefined, "STOP")], usageMetadata: { totalTokenCount: 3 } },
    ]);
    const response = await client.sendMessageStream("Hello!").response();
    const merged = [{ text: "t1t2", thought: true }, { text: "ab" }, signed, { text: "de" }, call];
    expect(client.history[1]).toEqual({ role: "model", parts: merged });
    expect(response).toMatchObject({ text: "abcde", thinking: "t1t2", usageMetadata: { totalTokenCount: 3 } });
    expect(response.candidates[0]?.content?.parts).toEqual(merged);
  });
});
