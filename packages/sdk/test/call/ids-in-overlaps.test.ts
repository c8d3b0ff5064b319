import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tool } from "../../src/index.ts";
import { ways } from "../client/support/ways.ts";
import { collect } from "../support/clients.ts";

const retry = { maxAttempts: 3, initialDelayMs: 1, maxDelayMs: 1 };
const stop = { finishReason: "STOP" };

/** One event with these parts. */
const event = (parts: readonly object[], members: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, ...members, index: 0 }],
});
const begin = event([{ text: "I look. " }], { continuationToken: "a" });
const call = (id: string, args: object = { at: "canary" }) => ({
  functionCall: { name: "look", args, id },
  thoughtSignature: Buffer.from(id).toString("base64"),
});
const code = (id: string) => [
  { executableCode: { language: "PYTHON", code: "1", id } },
  { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1", id } },
];

describe.each(ways)("F355 Google makes a call again after a checkpoint, with another id, on $way", ({ start }) => {
  it("the stream continues, and the function runs once", async () => {
    const started = await start();
    let runs = 0;
    const look = tool({
      name: "look",
      description: "Looks",
      parameters: z.object({ at: z.string() }),
      execute: () => {
        runs += 1;
        return "found";
      },
    });
    started.emulator.next([
      { events: [begin, event([call("one")])] },
      { events: [event([call("two")], stop)] },
      { events: [event([{ text: "Done." }], stop)] },
    ]);
    const client = started.client({ tools: [look], retry });
    const stream = client.sendMessageStream("Look");
    const { chunks } = await collect(stream);
    const response = await stream.response();
    expect(chunks.map(({ type }) => type)).not.toContain("restart");
    expect([response.text, runs]).toEqual(["Done.", 1]);
    expect(client.history[1]?.parts).toEqual([{ text: "I look. " }, call("two")]);
  });

  it("the caller sends the result of the call that it read", async () => {
    const started = await start();
    started.emulator.next([
      { events: [begin, event([call("one")])] },
      { events: [event([call("two")], stop)] },
      { events: [event([{ text: "Done." }], stop)] },
    ]);
    const chat = started.client({ retry }).chat();
    const { chunks } = await collect(chat.sendMessageStream("Look"));
    const parts = chunks.flatMap(({ candidates }) => candidates[0]?.content?.parts ?? []);
    expect(parts.flatMap(({ functionCall }) => functionCall ?? [])).toMatchObject([{ name: "look", id: "one" }]);
    const { text } = await chat.sendMessage({ functionResponse: { name: "look", id: "one", response: { ok: true } } });
    expect(text).toBe("Done.");
  });

  it("calls of Google's own tools", async () => {
    const started = await start();
    started.emulator.next([
      { events: [begin, event(code("one"))] },
      { events: [event(code("two")), event([{ text: "It is 1." }], stop)] },
    ]);
    const stream = started.client({ retry }).generateStream("Compute");
    const { chunks } = await collect(stream);
    const response = await stream.response();
    expect(chunks.map(({ type }) => type)).not.toContain("restart");
    expect(response.text).toBe("I look. It is 1.");
    expect(response.content?.parts?.slice(1, 3)).toEqual(code("two"));
  });

  it("another argument is still a change, also one that is named id", async () => {
    const started = await start();
    started.emulator.next([
      { events: [begin, event([call("one", { id: 1 })])] },
      { events: [event([call("two", { id: 2 })], stop)] },
    ]);
    const stream = started.client({ retry }).generateStream("Look");
    const { error } = await collect(stream);
    expect(error).toMatchObject({ code: "stream_interrupted", reason: "text_changed" });
  });
});
