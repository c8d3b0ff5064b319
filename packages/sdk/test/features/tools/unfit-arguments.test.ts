import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tool } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { counted, startAgent } from "./support/agent.ts";

/** A response with calls of `work` with these arguments. */
const called = (...all: readonly unknown[]) => {
  const parts = all.map((args) => ({ functionCall: { name: "work", ...(args !== undefined && { args }) } }));
  return { events: [{ candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }] }] };
};

const UNFIT: readonly (readonly [unknown, string])[] = [
  ["canary", "a string"],
  ["", "a string"],
  ['["canary"]', "a string"],
  ['{"input": "canary"', "a string"],
  ["null", "a string"],
  [["canary"], "an array"],
  [[], "an array"],
  [5, "a number"],
  [false, "a boolean"],
];

describe.each(ways)("F394 arguments that are no object, $way", (way) => {
  it("do not run the function: the model gets an error, streamed or not", async () => {
    const agent = await startAgent([called("canary", { input: "one" }), { text: "Ok" }, called([1]), { text: "Ok" }], {
      way,
    });
    const work = counted("work");
    const chat = agent.client({ tools: [work.tool] }).chat();
    expect((await chat.sendMessage("canary")).text).toBe("Ok");
    const [unfit, fit] = agent.responses();
    expect(unfit).toEqual({ error: expect.stringContaining("The arguments are not valid: they are a string") });
    expect(fit).toEqual({ result: "did one" });
    expect((await chat.sendMessageStream("canary").response()).text).toBe("Ok");
    expect(agent.responses()).toEqual([{ error: expect.stringContaining("they are an array") }]);
    expect(work.runs).toEqual(["one"]);
    const outcomes = agent.events.flatMap((event) => (event.type === "tool-result" ? [event.outcome] : []));
    expect(outcomes.toSorted()).toEqual(["invalid_arguments", "invalid_arguments", "success"]);
  });
});

describe("F394 arguments", () => {
  it.each(UNFIT)("%j do not run the function, nor ask for approval", async (args, kind) => {
    const agent = await startAgent([called(args), { text: "Ok" }]);
    const work = counted("work", undefined, { needsApproval: true });
    const approve = () => "allow" as const;
    const response = await agent.client({ tools: [work.tool], toolLoop: { approve } }).generate("canary");
    expect(agent.responses()).toEqual([
      { error: `The arguments are not valid: they are ${kind} instead of an object.` },
    ]);
    expect(work.runs).toEqual([]);
    expect(response.steps[0]?.calls[0]?.result?.error).toContain(kind);
  });

  it("are shown as they came to a program that runs the functions itself", async () => {
    const agent = await startAgent([called("canary", {})]);
    const chat = agent.client({ tools: [counted("work").tool], toolLoop: false }).chat();
    const { pending, functionCalls } = await chat.sendMessage("canary");
    expect(pending.map(({ args }) => args)).toEqual(["canary", {}]);
    expect(functionCalls.map(({ args }) => args)).toEqual(["canary", {}]);
    expect(chat.contents.at(-1)?.parts?.map(({ functionCall }) => functionCall?.args)).toEqual([undefined, {}]);
  });

  it("run nothing after a crash either: the stored call has its error", async () => {
    const agent = await startAgent([called(["canary"]), { text: "Ok" }, { text: "Ok" }]);
    const work = counted("work");
    const client = agent.client({ tools: [work.tool] });
    const chat = client.chat();
    let stored = "";
    for await (const chunk of chat.sendMessageStream("canary")) {
      if (chunk.type === "tool-call") stored = JSON.stringify(chat.contents);
    }
    expect((await client.chat({ history: JSON.parse(stored) }).resume()).text).toBe("Ok");
    expect(agent.responses()).toEqual([{ error: expect.stringContaining("they are an array") }]);
    expect(work.runs).toEqual([]);
  });

  it("do not wait for a result of the program", async () => {
    const agent = await startAgent([called("canary"), { text: "Ok" }]);
    const declared = tool({ name: "work", description: "Works", parameters: z.object({}) });
    expect(await agent.client({ tools: [declared] }).generate("canary")).toMatchObject({ text: "Ok", pending: [] });
  });

  it("that are the JSON of an object are read, integers too", async () => {
    const id = "12345678901234567890";
    const script = [called(`{"input": "one", "id": ${id}}`), { text: "Ok" }, { text: "Ok" }];
    const agent = await startAgent(script);
    const seen: unknown[] = [];
    const work = tool({ name: "work", description: "Works", execute: (args) => seen.push(args) });
    const chat = agent.client({ tools: [work] }).chat();
    const { steps } = await chat.sendMessage("canary");
    expect(seen).toEqual([{ input: "one", id }]);
    expect(steps[0]?.response.functionCalls).toEqual([{ name: "work", args: { input: "one", id } }]);
    await chat.sendMessage("canary");
    const sent = JSON.stringify(agent.requests().at(-1)?.contents[1]);
    expect(sent).toContain('"args":{"input":"one"');
  });

  it.each([[undefined], [null], [{}], ["{}"]])("%j are no arguments", async (args) => {
    const agent = await startAgent([called(args), { text: "Ok" }]);
    const work = counted("work");
    await agent.client({ tools: [work.tool] }).generate("canary");
    expect(work.runs).toEqual([undefined]);
  });
});
