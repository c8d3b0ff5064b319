import { expect, it } from "vitest";
import type { Content, GenerateContentResponse } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

it.each(ways)("F208 stored contents run each of several calls of one function once, on $way", async (way) => {
  const agent = await startAgent(
    [calls("work(a)", "work(b)", "work(c)"), { text: "Thanks." }, { text: "Next." }, { text: "Next." }],
    {
      way,
    },
  );
  const work = counted("work");
  const client = agent.client({ tools: [work.tool] });
  const prompt = { role: "user", parts: [{ text: "canary-question" }] };
  const approve = ({ args }: { readonly args: unknown }) =>
    (args as { readonly input: string }).input === "b" ? "allow" : "pause";
  const paused = await client.generate([prompt], { toolLoop: { approve } });
  expect(paused.pending.map(({ args }) => args.input)).toEqual(["a", "c"]);
  const stored = JSON.parse(JSON.stringify([prompt, ...paused.contents]));
  const { contents, text } = await client.generate(stored, { toolLoop: { approve: () => "allow" } });
  expect(text).toBe("Thanks.");
  expect(work.runs).toEqual(["b", "a", "c"]);
  expect(work.ids.slice(1)).toEqual(paused.pending.map(({ callId }) => callId));
  const next = { role: "user", parts: [{ text: "canary-next" }] };
  await client.generate(JSON.parse(JSON.stringify([...stored, ...contents, next])));
  await client.chat({ history: JSON.parse(JSON.stringify([...stored, ...contents])) }).sendMessage("canary-next");
  const sent = agent.requests().map((request) => request.contents[2]?.parts.map((part) => part.functionResponse));
  const inOrder = ["a", "b", "c"].map((input) => ({ response: { result: `did ${input}` } }));
  expect(sent.slice(1)).toMatchObject([inOrder, inOrder, inOrder]);
});

it.each(ways)("F233 stored contents whose calls still wait return a response with them, on $way", async (way) => {
  const agent = await startAgent([calls("work(a)", "work(b)", "work(c)"), { text: "Thanks." }], { way });
  const work = counted("work");
  const client = agent.client({ tools: [work.tool] });
  const allowing = (...inputs: readonly string[]) => ({
    toolLoop: {
      approve: ({ args }: { readonly args: unknown }) =>
        inputs.includes((args as { readonly input: string }).input) ? ("allow" as const) : ("pause" as const),
    },
  });
  const waitingFor = (response: GenerateContentResponse) => response.pending.map(({ args }) => args.input);
  let stored: Content[] = [{ role: "user", parts: [{ text: "canary-question" }] }];
  const store = ({ contents }: GenerateContentResponse) => {
    stored = JSON.parse(JSON.stringify([...stored, ...contents]));
  };
  store(await client.generate(stored, allowing()));
  const nothing = await client.generate(stored, allowing());
  expect(waitingFor(nothing)).toEqual(["a", "b", "c"]);
  expect(nothing.contents).toEqual([]);
  expect(nothing.steps[0]?.response.functionCalls).toHaveLength(3);
  const second = await client.generate(stored, allowing("b"));
  expect(waitingFor(second)).toEqual(["a", "c"]);
  expect(second.pending.map(({ callId }) => callId)).toEqual([0, 2].map((index) => nothing.pending[index]?.callId));
  store(second);
  const stream = client.generateStream(stored, allowing("a"));
  for await (const _ of stream);
  const third = await stream.response();
  expect(waitingFor(third)).toEqual(["c"]);
  store(third);
  expect(agent.requests()).toHaveLength(1);
  expect((await client.generate(stored, allowing("c"))).text).toBe("Thanks.");
  expect(work.runs).toEqual(["b", "a", "c"]);
  const [, last] = agent.requests();
  const results = last?.contents[2]?.parts.map((part) => part.functionResponse);
  expect(results).toMatchObject(["a", "b", "c"].map((input) => ({ response: { result: `did ${input}` } })));
});

it.each(ways)("F235 calls of stored contents without ids run in order, none of them twice, on $way", async (way) => {
  const agent = await startAgent([{ text: "Thanks." }], { way });
  const work = counted("work", undefined, { needsApproval: true });
  const other = counted("other");
  const client = agent.client({ tools: [work.tool, other.tool] });
  const call = (name: string, input: string) => ({ functionCall: { name, args: { input } } });
  const parts = [call("work", "a"), call("work", "b"), call("other", "c"), call("work", "d")];
  let stored: Content[] = [
    { role: "user", parts: [{ text: "canary-question" }] },
    { role: "model", parts },
  ];
  const asked: unknown[] = [];
  for (const allowed of ["b", "a", "d", "b", "d"]) {
    const approve = ({ args }: { readonly args: unknown }) => {
      const { input } = args as { readonly input: string };
      asked.push(input);
      return input === allowed ? "allow" : "pause";
    };
    const { contents } = await client.generate(stored, { toolLoop: { approve } });
    stored = JSON.parse(JSON.stringify([...stored, ...contents]));
  }
  expect(asked).toEqual(["a", "a", "b", "b", "b", "d", "d"]);
  expect(work.runs).toEqual(["a", "b", "d"]);
  expect(other.runs).toEqual(["c"]);
  expect(agent.responses()).toEqual(["a", "b", "c", "d"].map((input) => ({ result: `did ${input}` })));
});
