import { expect, it } from "vitest";
import type { Chat, Content } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { counted, startAgent } from "./support/agent.ts";

// Histories that another program wrote: chats store each response in one turn.

const text = (words: string) => ({ text: words });
const call = (input: string) => ({ functionCall: { name: "work", args: { input } } });
const result = (value: string) => ({ functionResponse: { name: "work", response: { result: value } } });
const question: Content = { role: "user", parts: [text("canary-question")] };

const only = (allowed: string) => (request: { readonly args: unknown }) =>
  (request.args as { readonly input: string }).input === allowed ? ("allow" as const) : ("pause" as const);

const responses = [
  { of: "two turns with calls", turns: [[call("a")], [call("b")]] },
  { of: "a turn with calls and a text", turns: [[call("a"), call("b")], [text("I have asked.")]] },
  { of: "a text and a turn with calls", turns: [[text("I ask.")], [call("a"), call("b")]] },
];

it.each(responses)("F230 each call of $of gets its result when the exchange is stored again", async ({ turns }) => {
  const agent = await startAgent([{ text: "Thanks." }]);
  const work = counted("work", undefined, { needsApproval: true });
  const client = agent.client({ tools: [work.tool] });
  let stored: readonly Content[] = [question, ...turns.map((parts) => ({ role: "model", parts }))];
  for (const allowed of ["b", "a"]) {
    const chat = client.chat({ history: stored });
    await chat.resume({ toolLoop: { approve: only(allowed) } });
    stored = JSON.parse(JSON.stringify(chat.contents));
  }
  expect(work.runs).toEqual(["b", "a"]);
  expect(agent.responses()).toEqual([{ result: "did a" }, { result: "did b" }]);
  expect(stored).toHaveLength(turns.length + 3);
});

it("F230 words between calls and their results are no prompt", async () => {
  const agent = await startAgent([{ text: "Thanks." }]);
  const work = counted("work");
  const client = agent.client({ tools: [work.tool] });
  const history: Content[] = [
    question,
    { role: "model", parts: [call("a"), call("b")] },
    { role: "user", parts: [text("canary-wait")] },
    { role: "user", parts: [result("did a")] },
  ];
  const chat = client.chat({ history });
  expect(chat.history).toEqual([]);
  expect(chat.pending.map(({ args }) => args.input)).toEqual(["b"]);
  await chat.resume();
  expect(work.runs).toEqual(["b"]);
  expect(agent.lastParts()[0]).toMatchObject([result("did a"), result("did b"), text("canary-wait")]);
});

const failures = [
  { by: "invalid results", resume: (chat: Chat) => chat.resume({ results: { other: 1 } }), code: "invalid_options" },
  { by: "an abort", resume: (chat: Chat) => chat.resume({ signal: AbortSignal.abort() }), code: "aborted" },
  { by: "an error of the service", resume: (chat: Chat) => chat.resume({ retry: false }), code: "server_error" },
];

it.each(failures)(
  "F230 a history that ends with results stays, if its resumption fails by $by",
  async ({ resume, code }) => {
    const failed = code === "server_error" ? [{ status: 500 }] : [];
    const agent = await startAgent([...failed, { text: "Thanks." }, { text: "Next." }]);
    const client = agent.client({ tools: [counted("work").tool] });
    const history: Content[] = [
      question,
      { role: "model", parts: [call("a")] },
      { role: "user", parts: [result("did a")] },
    ];
    const chat = client.chat({ history });
    expect(await failureOf(resume(chat))).toMatchObject({ code });
    expect(chat.history).toEqual(history);
    expect(chat.contents).toEqual(history);
    const fork = chat.fork();
    await fork.sendMessage("canary-next");
    expect(fork.history.slice(0, 3)).toEqual(history);
    expect((await chat.resume()).text).toBe("Next.");
    expect(chat.history.slice(0, 3)).toEqual(history);
  },
);
