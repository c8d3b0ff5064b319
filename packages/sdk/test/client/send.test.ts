import { describe, expect, it } from "vitest";
import type { StreamChunk } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { told } from "./support/told.ts";
import { ways } from "./support/ways.ts";

describe.each(ways)("$way", ({ way, start }) => {
  const name = way.split(" ")[0];

  it("sends a message and keeps the conversation", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    const first = await client.sendMessage("My name is Alice.");
    expect(first.text).toBe("Nice to meet you, Alice!");
    expect((await client.sendMessage("What is my name?")).text).toBe("Your name is Alice.");
    expect(client.history).toEqual([
      { role: "user", parts: [{ text: "My name is Alice." }] },
      { role: "model", parts: [{ text: "Nice to meet you, Alice!" }] },
      { role: "user", parts: [{ text: "What is my name?" }] },
      { role: "model", parts: [{ text: "Your name is Alice." }] },
    ]);
    expect(requests().map(({ call }) => [call.backend, call.operation, call.model])).toEqual([
      [name, "generateContent", "gemini-3.5-flash-lite"],
      [name, "generateContent", "gemini-3.5-flash-lite"],
    ]);
    expect(requests()[1]?.contents).toEqual(client.history.slice(0, 3));
  });

  it("returns the same metadata, streamed or not", async () => {
    const client = (await start()).client();
    const prompt = "What is 2+2?";
    const whole = await client.generate(prompt, { thinkingBudget: 512 });
    const stream = client.generateStream(prompt, { thinkingBudget: 512 });
    const streamed = await stream.response();
    for (const response of [whole, streamed]) {
      const usage = response.usageMetadata;
      expect(response).toMatchObject({ text: "2 + 2 = 4.", finishReason: "STOP", truncated: false });
      expect(response.thinking).toContain("Reading the prompt");
      expect(response.modelVersion).toBe("gemini-3.5-flash-lite");
      expect(response.responseId).toMatch(/^fake-response-/);
      expect(response.candidates).toHaveLength(1);
      expect(usage?.thoughtsTokenCount).toBeGreaterThan(0);
      const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usage ?? {};
      expect(usage?.totalTokenCount).toBe(promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
      if (name === "code-assist") expect(response.traceId).toMatch(/^fake-trace-/);
      else expect(response.traceId).toBeUndefined();
    }
    expect(whole.raw).toHaveLength(1);
    expect(streamed.raw.length).toBeGreaterThan(3);
    expect(streamed.thinking).toBe(whole.thinking);
  });

  it("streams an answer chunk by chunk", async () => {
    const client = (await start()).client();
    const chunks: StreamChunk[] = [];
    const stream = client.sendMessageStream("Count from 1 to 4", { thinkingBudget: 512 });
    for await (const chunk of stream) chunks.push(chunk);
    const response = await stream.response();
    expect(new Set(chunks.map(({ type }) => type))).toEqual(new Set(["content"]));
    expect(chunks.map(({ textDelta }) => textDelta).filter(Boolean)).toEqual(["1,", " 2,", " 3,", " 4"]);
    expect(chunks.map(({ thinkingDelta }) => thinkingDelta).join("")).toBe(response.thinking);
    expect(chunks.map(({ finishReason }) => finishReason)).toEqual([
      ...Array(chunks.length - 1).fill(undefined),
      "STOP",
    ]);
    expect(chunks[0]?.usageMetadata?.promptTokenCount).toBe(response.usageMetadata?.promptTokenCount);
    expect(chunks.at(-1)?.usageMetadata).toEqual(response.usageMetadata);
    expect(chunks.map(({ raw }) => raw)).toEqual(response.raw);
    expect(chunks[0]?.raw).toHaveProperty(name === "code-assist" ? "response" : "candidates");
    expect(chunks[1]?.candidates).toEqual([{ index: 0, content: { role: "model", parts: [expect.anything()] } }]);
  });

  it("F72 stores a streamed answer as one model turn with merged parts", async () => {
    const client = (await start()).client();
    await client.sendMessageStream("Count from 1 to 20").response();
    const text = Array.from({ length: 20 }, (_, index) => index + 1).join(", ");
    expect(client.history[1]).toEqual({ role: "model", parts: [{ text }] });
  });

  it("answers outside the conversation, any number at once", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    await client.sendMessage("My name is Alice.");
    const { history } = client;
    const [told, streamed] = await Promise.all([
      client.generate([
        { role: "user", parts: [{ text: "My name is Bob." }] },
        { role: "model", parts: [{ text: "Hello Bob!" }] },
        { role: "user", parts: [{ text: "What is my name?" }] },
      ]),
      client.generateStream("What is my name?").response(),
    ]);
    expect(told.text).toBe("Your name is Bob.");
    expect(streamed.text).not.toContain("Alice");
    expect(client.history).toBe(history);
    expect(
      requests()
        .map(({ contents }) => contents.length)
        .sort(),
    ).toEqual([1, 1, 3]);
  });

  it("F59 does not send thoughts back, and signatures only to the same model", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ thinkingBudget: 512 });
    await client.sendMessageStream("My name is Alice.").response();
    const [thought, signed] = client.history[1]?.parts ?? [];
    expect(thought).toMatchObject({ thought: true });
    const signature = signed?.thoughtSignature;
    expect(signature).toMatch(/^[\w+/]+=*$/);
    await client.sendMessage("What is my name?");
    await client.sendMessage("What is my name?", { model: "gemini-3.8-flash" });
    const [, same, other] = requests();
    const parts = client.history[1]?.parts?.filter((part) => !part.thought);
    expect(same?.contents[1]).toEqual({ role: "model", parts });
    expect(JSON.stringify(same?.contents)).toContain(JSON.stringify(signature));
    expect(JSON.stringify(other?.contents)).not.toContain("thoughtSignature");
    expect(other?.contents[1]?.parts.map(({ text }) => text).join("")).toBe("Nice to meet you, Alice!");
  });

  it("F68 a refused send leaves the conversation as it was, and the next one is valid", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    await client.sendMessage("My name is Alice.");
    const { history } = client;
    const error = await failureOf(client.sendMessage("What is my name?", { model: "no-such-model" }));
    expect(error).toMatchObject({ code: "model_unavailable", status: 404, attempts: 1 });
    expect(client.history).toBe(history);
    expect((await client.sendMessage("What is my name?")).text).toBe("Your name is Alice.");
    expect(told(requests().at(-1)?.contents as never)).toEqual([...told(history), "What is my name?"]);
  });

  it("F56 a blocked prompt is an error and adds no turn, streamed or not", async () => {
    const client = (await start()).client();
    const blocked = { code: "blocked", reason: "SAFETY", phase: "content" };
    expect(await failureOf(client.sendMessage("[[block]]"))).toMatchObject(blocked);
    expect(await failureOf(client.sendMessageStream("[[block]]").response())).toMatchObject(blocked);
    expect(client.history).toEqual([]);
  });

  it("sends everything of one conversation under one session", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    const fork = client.fork();
    for (const one of [client, client, fork]) await one.sendMessage("Hello!");
    await client.generate("Hello!");
    const sessions = requests().map(({ session_id }) => session_id);
    if (name !== "code-assist") {
      expect(sessions).toEqual([undefined, undefined, undefined, undefined]);
      return;
    }
    expect(sessions[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(sessions[1]).toBe(sessions[0]);
    expect(new Set(sessions).size).toBe(3);
    const prompts = requests().map(({ call }) => (call.body as { user_prompt_id: string }).user_prompt_id);
    expect(new Set(prompts).size).toBe(4);
  });
});
