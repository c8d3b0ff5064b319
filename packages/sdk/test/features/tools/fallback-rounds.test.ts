import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { GeminiOptions } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const NAMED = "gemini-3.8-flash";
const FALLBACK = "gemini-2.5-flash";

/** An agent whose two models have scripts of their own. */
async function startBoth(named: readonly Fault[], fallback: readonly Fault[], options: GeminiOptions = {}) {
  const agent = await startAgent([]);
  agent.emulator.next([...named], { model: NAMED });
  agent.emulator.next([...fallback], { model: FALLBACK });
  const work = counted("work");
  const retry = { initialDelayMs: 1, maxAttempts: 1 };
  const client = agent.client({ model: NAMED, fallbackModels: [FALLBACK], tools: [work.tool], retry, ...options });
  const models = () => agent.emulator.calls.map(({ model }) => (model === NAMED ? "named" : "fallback"));
  return { ...agent, client, models, work };
}

const quota: Fault = { error: "per-day" };

describe("F358 a later model call of an exchange begins with the model that answered", () => {
  it.each(["sendMessage", "sendMessageStream"] as const)("rounds of functions, by %s", async (method) => {
    const agent = await startBoth(
      [calls("work(canary)"), quota],
      [calls("work(b)"), calls("work(c)"), { text: "Done." }],
    );
    const sent = agent.client.chat()[method]("canary");
    const { text } = await ("response" in sent ? sent.response() : sent);
    expect(text).toBe("Done.");
    expect(agent.models()).toEqual(["named", "named", "fallback", "fallback", "fallback"]);
    expect(agent.work.runs).toEqual(["canary", "b", "c"]);
    expect(agent.events.filter(({ type }) => type === "model-fallback")).toHaveLength(1);
  });

  it("a repair", async () => {
    const agent = await startBoth([quota], [{ json: { city: 5 } }, { json: { city: "Paris" } }], { tools: null });
    const { object } = await agent.client.generate("canary", { schema: z.object({ city: z.string() }) });
    expect(object).toEqual({ city: "Paris" });
    expect(agent.models()).toEqual(["named", "fallback", "fallback"]);
  });

  it("with the options that this model takes", async () => {
    const agent = await startBoth([quota], [calls("work(canary)"), { text: "Done." }], { thinkingLevel: "HIGH" });
    await agent.client.generate("canary");
    const [, first, second] = agent.requests().map(({ generationConfig }) => generationConfig);
    expect(first).toHaveProperty("thinkingConfig.thinkingBudget");
    expect(second).toEqual(first);
  });

  it("if that one fails, the named model is asked again", async () => {
    const agent = await startBoth([quota, { text: "Back." }], [calls("work(canary)"), { error: "overloaded" }]);
    expect((await agent.client.generate("canary")).text).toBe("Back.");
    expect(agent.models()).toEqual(["named", "fallback", "fallback", "named"]);
  });

  it("the next prompt, and a resumption, begin with the named model", async () => {
    const busy: Fault = { error: "overloaded" };
    const agent = await startBoth(
      [quota, busy, { text: "Resumed." }, { text: "Next." }],
      [calls("work(canary)"), busy],
    );
    const chat = agent.client.chat();
    await expect(chat.sendMessage("canary")).rejects.toMatchObject({ code: "model_overloaded" });
    expect((await chat.resume()).text).toBe("Resumed.");
    expect((await chat.sendMessage("canary")).text).toBe("Next.");
    expect(agent.models().slice(-2)).toEqual(["named", "named"]);
    expect(agent.work.runs).toEqual(["canary"]);
  });
});

it("F389 the named model refuses a later round: its refusal is the error, not that the fallback model is out of quota", async () => {
  const agent = await startBoth([quota, { status: 400 }], [calls("work(canary)"), quota]);
  const error = await failureOf(agent.client.generate("canary"));
  expect(agent.models()).toEqual(["named", "fallback", "fallback", "named"]);
  expect(error).toMatchObject({ code: "invalid_request", model: NAMED });
  expect(error.message).not.toMatch(/fallback model/);
});
