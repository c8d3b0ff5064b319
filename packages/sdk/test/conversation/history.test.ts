import { describe, expect, it } from "vitest";
import type { Content } from "../../src/index.ts";
import { told } from "../client/support/told.ts";
import { start, ways } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const ALICE: readonly Content[] = [
  { role: "user", parts: [{ text: "My name is Alice." }] },
  { role: "model", parts: [{ text: "Hello Alice!" }] },
];

describe("history", () => {
  it("is the same object until the next commit", async () => {
    const client = (await start()).client();
    const empty = client.history;
    expect(client.history).toBe(empty);
    await client.generate("Hello!");
    await failureOf(client.sendMessage("[[block]]"));
    expect(client.history).toBe(empty);
    await client.sendMessage("Hello!");
    const two = client.history;
    expect(two).not.toBe(empty);
    expect(client.history).toBe(two);
    expect([empty.length, two.length]).toEqual([0, 2]);
    await client.sendMessage("Hello!");
    expect(two).toHaveLength(2);
    expect(client.history.slice(0, 2)).toEqual(two);
    expect(client.history[0]).toBe(two[0]);
  });

  it("F71 cannot be changed, at any depth", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    const response = await client.sendMessage("Hello!");
    const history = client.history as Content[];
    const turn = history[1] as { role: string; parts: { text: string }[] };
    const changes: (() => unknown)[] = [
      () => history.push({ role: "user", parts: [{ text: "injected" }] }),
      () => history.splice(0),
      () => Object.assign(turn, { role: "user" }),
      () => turn.parts.push({ text: "injected" }),
      () => Object.assign(turn.parts[0] ?? {}, { text: "injected" }),
    ];
    for (const change of changes) expect(change).toThrow(TypeError);
    Object.assign(response.candidates[0]?.content?.parts?.[0] ?? {}, { text: "injected" });
    (response.raw as unknown[]).length = 0;
    await client.sendMessage("Hello!");
    expect(JSON.stringify([client.history, requests()[1]?.contents])).not.toContain("injected");
    expect(client.history).toHaveLength(4);
  });

  it("F71 does not share objects with the caller", async () => {
    const { requests, ...started } = await start();
    const given = structuredClone(ALICE) as Content[];
    const prompt = { role: "user", parts: [{ text: "What is my name?" }] };
    const client = started.client({ history: given });
    const first = given[0]?.parts?.[0] ?? {};
    first.text = "My name is Mallory.";
    given.length = 0;
    const sending = client.sendMessage(prompt);
    prompt.parts[0] = { text: "injected" };
    expect((await sending).text).toBe("Your name is Alice.");
    expect(client.history.slice(0, 2)).toEqual(ALICE);
    expect(requests()[0]?.contents).toEqual([...ALICE, { role: "user", parts: [{ text: "What is my name?" }] }]);
    expect(Object.isFrozen(prompt)).toBe(false);
  });

  it.each(ways)("$way: continues from the option `history`", async ({ start: startWay }) => {
    const { requests, ...started } = await startWay();
    const client = started.client({ history: ALICE });
    expect(client.history).toEqual(ALICE);
    expect((await client.sendMessage("What is my name?")).text).toBe("Your name is Alice.");
    expect(told(client.history)).toEqual([
      "My name is Alice.",
      "Hello Alice!",
      "What is my name?",
      "Your name is Alice.",
    ]);
    const again = started.client({ history: client.history });
    await again.sendMessage("What is my name?");
    expect(requests()[1]?.contents).toHaveLength(5);
  });

  it("names the invalid turn of the option `history`", async () => {
    const started = await start();
    const refusal = { code: "invalid_options", message: expect.stringMatching(/`history\[1\][`.]/) };
    for (const bad of [
      null,
      "text",
      {},
      { role: "model", parts: [] },
      { parts: ["text"] },
      { parts: [{ count: 1n }] },
    ]) {
      const history = [ALICE[0], bad] as Content[];
      expect(() => started.client({ history })).toThrow(expect.objectContaining(refusal));
    }
  });

  it("is cleared at once", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ history: ALICE });
    client.clearHistory();
    expect(client.history).toEqual([]);
    expect(client.history).toBe(client.history);
    await client.sendMessage("What is my name?");
    expect(requests()[0]?.contents).toHaveLength(1);
  });

  it("is cleared during an answer, which is delivered and not kept", async () => {
    const client = (await start({ paceMs: 2 })).client({ history: ALICE });
    const stream = client.sendMessageStream("Count from 1 to 3");
    const waiting = stream.response();
    const next = client.sendMessage("What is my name?");
    let text = "";
    for await (const chunk of stream) {
      text += chunk.textDelta;
      if (text === "1,") client.clearHistory();
      expect(client.history).toEqual([]);
    }
    expect([text, (await waiting).text]).toEqual(["1, 2, 3", "1, 2, 3"]);
    expect((await next).text).not.toContain("Alice");
    expect(told(client.history).slice(0, 1)).toEqual(["What is my name?"]);
    expect(client.history).toHaveLength(2);
  });

  it("is cleared while it is empty and the first answer arrives", async () => {
    const client = (await start({ paceMs: 2 })).client();
    for await (const _ of client.sendMessageStream("Count from 1 to 3")) client.clearHistory();
    expect(client.history).toEqual([]);
  });

  it("keepPartial after clearHistory() keeps nothing, and still returns what was received", async () => {
    const client = (await start()).steppedClient();
    const stream = client.sendMessageStream("Count from 1 to 9");
    for await (const _ of stream) {
      client.clearHistory();
      stream.cancel({ keepPartial: true });
    }
    expect((await stream.response()).text).toBe("1,");
    expect(client.history).toEqual([]);
  });
});

describe("a fork", () => {
  it("continues from a copy, independently", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ history: ALICE, temperature: 0.3 });
    const fork = client.fork();
    expect(fork.history).toEqual(client.history);
    await Promise.all([fork.sendMessage("What is my name?"), client.sendMessage("Say parent")]);
    expect(told(fork.history)).toEqual([...told(ALICE), "What is my name?", "Your name is Alice."]);
    expect(told(client.history)).toEqual([...told(ALICE), "Say parent", "Parent"]);
    fork.clearHistory();
    expect([fork.history.length, client.history.length]).toEqual([0, 4]);
    expect(fork.fork().history).toEqual([]);
    for (const { generationConfig } of requests()) expect(generationConfig.temperature).toBe(0.3);
  });

  it("has the completed turns, not the one in progress", async () => {
    const client = (await start({ paceMs: 2 })).client({ history: ALICE });
    for await (const _ of client.sendMessageStream("Count from 1 to 3")) {
      expect(client.fork().history).toEqual(ALICE);
    }
    expect(client.fork().history).toEqual(client.history);
  });
});
