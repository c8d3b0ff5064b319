import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type GeminiOptions, tool } from "../../src/index.ts";
import { type SentRequest, start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const model = "gemini-4-argon";
const extraRequest = { continuationToken: "Y2FuYXJ5" };

/** One event with these parts. */
const event = (parts: readonly object[], members: object = { finishReason: "STOP" }) => ({
  candidates: [{ content: { role: "model", parts }, ...members, index: 0 }],
});

/** A client whose requests are answered by these events, one for each; and their tokens. */
async function scripted(events: readonly object[], options: GeminiOptions) {
  const { emulator, client, requests } = await start();
  let index = 0;
  emulator.on({}, () => ({ events: [events[index++] ?? {}] }));
  const tokens = () => requests().map(({ continuationToken }: SentRequest) => continuationToken);
  return { client: client({ model, ...options }), emulator, requests, tokens };
}

describe("F351 a token of the caller", () => {
  it("is sent once, before the results of functions", async () => {
    const look = tool({ name: "look", description: "Looks", parameters: z.object({}), execute: () => "canary" });
    const call = { functionCall: { name: "look", args: {} }, thoughtSignature: "Y2FuYXJ5" };
    const { client, tokens } = await scripted([event([call]), event([{ text: "Done" }])], { tools: [look] });
    expect((await client.generate("Look", { extraRequest })).text).toBe("Done");
    expect(tokens()).toEqual(["Y2FuYXJ5", undefined]);
  });

  it("is sent once, before the repair of an output", async () => {
    const { client, tokens } = await scripted([event([{ text: "[]" }]), event([{ text: '{"a":1}' }])], {});
    const { object } = await client.generate("Count", { extraRequest, schema: z.object({ a: z.number() }) });
    expect(object).toEqual({ a: 1 });
    expect(tokens()).toEqual(["Y2FuYXJ5", undefined]);
  });

  it("is repeated if the request is retried, and gives way to a newer one", async () => {
    const more = { finishReason: "CONTINUATION", continuationToken: "bmV3" };
    const events = [event([{ text: "two " }], more), event([{ text: "three" }])];
    const { client, emulator, tokens } = await scripted(events, { retry: { initialDelayMs: 1 } });
    emulator.next({ error: "overloaded" });
    expect((await client.generate("Count", { extraRequest })).text).toBe("two three");
    expect(tokens()).toEqual(["Y2FuYXJ5", "Y2FuYXJ5", "bmV3"]);
  });

  it("is not sent to a fallback model, which would begin again", async () => {
    const { client, emulator, requests } = await scripted([event([{ text: "One two" }])], { retry: false });
    const fallbackModels = ["gemini-3.8-flash"];
    emulator.next([{ error: "overloaded" }, { error: "overloaded" }]);
    const error = await failureOf(client.generate("Count", { extraRequest, fallbackModels }));
    expect(error).toMatchObject({ code: "model_overloaded", model });
    expect((await client.generate("Count", { fallbackModels })).text).toBe("One two");
    expect(requests().map((request) => request.model)).toEqual([model, model, "gemini-3.8-flash"]);
  });
});
