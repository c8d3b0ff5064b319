import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type GeminiClient, type GeminiOptions, tool } from "../../src/index.ts";
import { type Started, start, ways } from "../client/support/ways.ts";
import { asGeminiError, collect, failureOf } from "../support/clients.ts";

const MODEL = "gemini-3.8-flash";

const CALLS: readonly (readonly [string, unknown])[] = [
  ["{}", {}],
  ["an empty name", { name: "", args: { canary: 1 } }],
  ["a name of spaces", { name: " " }],
  ["null for a name", { name: null, args: {} }],
  ["a number for a name", { name: 5 }],
  ["arguments alone", { args: { canary: 1 } }],
  ["an id alone", { id: "canary" }],
  ["a text in place of the call", "canary"],
  ["a list in place of the call", ["canary"]],
];

const event = (...parts: readonly object[]) => ({
  candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }],
});
const call = (functionCall: unknown) => ({ functionCall });
const work = call({ name: "work", args: {} });

/** Whole and streamed. */
const sends: readonly (readonly [string, (client: GeminiClient, options?: object) => Promise<{ text: string }>])[] = [
  ["generate()", (client, options) => client.generate("canary", options)],
  ["a stream", (client, options) => client.generateStream("canary", options).response()],
];

/** A client of a server that sends these responses, the last one over and over. */
async function scripted(start: () => Promise<Started>, events: readonly object[], options: GeminiOptions = {}) {
  const { emulator, client, requests } = await start();
  emulator.on({}, () => ({ events: [events[requests().length - 1] ?? events.at(-1) ?? {}] }));
  const retry = { initialDelayMs: 1, maxDelayMs: 1 };
  return { client: client({ model: MODEL, retry, ...options }), count: () => requests().length };
}

describe.each(ways)("F393 a function call without a name, $way", (way) => {
  it.each(sends)("is malformed_function_call after retries (%s)", async (_, send) => {
    const { client, count } = await scripted(way.start, [event(call({}))]);
    const error = await failureOf(send(client));
    expect(error).toMatchObject({ code: "malformed_function_call", phase: "content", attempts: 3 });
    expect(error.summary).toContain("The model called a function without a name.");
    expect(count()).toBe(3);
  });

  it.each(sends)("is retried, and runs nothing (%s)", async (_, send) => {
    const events = [event(call({ name: "" })), event(work), event({ text: "Ok" })];
    const { client, count } = await scripted(way.start, events);
    let runs = 0;
    const tools = [tool({ name: "work", description: "Works", parameters: z.object({}), execute: () => ++runs })];
    expect((await send(client, { tools })).text).toBe("Ok");
    expect([runs, count()]).toEqual([1, 3]);
  });
});

describe("F393 a function call without a name", () => {
  it.each(CALLS)("with %s, alone, behind text or behind a call", async (_, functionCall) => {
    for (const before of [[], [{ text: "I look it up." }], [work]]) {
      for (const [, send] of sends) {
        const parts = [...before, { functionCall, thoughtSignature: "Y2FuYXJ5" }];
        const { client } = await scripted(start, [event(...parts)], { retry: false });
        const error = await failureOf(send(client));
        expect(error).toMatchObject({ code: "malformed_function_call", attempts: 1 });
        expect(error.message).not.toContain("canary");
        expect(error.partial?.candidates?.[0]?.content?.parts).toEqual(parts);
      }
    }
  });

  it("is not retried once text before it was read", async () => {
    const started = await start();
    started.emulator.on(
      {},
      { events: [{ candidates: [{ content: { parts: [{ text: "One " }] } }] }, event(call({}))] },
    );
    const client = started.steppedClient({ model: MODEL, retry: { initialDelayMs: 1 } });
    const { text, error } = await collect(client.generateStream("canary"));
    expect([text, asGeminiError(error).code]).toEqual(["One ", "malformed_function_call"]);
    expect(started.requests()).toHaveLength(1);
  });

  it("leaves the history of a chat as it was", async () => {
    const { client } = await scripted(start, [event({ text: "Hi" }), event(call({})), event({ text: "Ok" })], {
      retry: false,
    });
    await client.sendMessage("canary");
    const { history } = client;
    expect(await failureOf(client.sendMessage("canary"))).toMatchObject({ code: "malformed_function_call" });
    expect(client.history).toEqual(history);
    expect((await client.sendMessage("canary")).text).toBe("Ok");
  });

  it("is none if the part has other data, as some gateways fill in all members", async () => {
    const { client } = await scripted(start, [
      event({ text: "Hi", functionCall: {} }, { text: "!", functionCall: null }),
    ]);
    for (const [, send] of sends) expect((await send(client)).text).toBe("Hi!");
  });
});
