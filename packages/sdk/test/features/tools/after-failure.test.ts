import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Chat, query, tool } from "../../../src/index.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const failure = { error: "overloaded" } as const;
const allow = { approve: () => "allow" as const };
const CONTINUE_CHAT =
  "Continue with `chat.resume()`: a new message drops the function calls so far, and they could run again.";
const CONTINUE_CONTENTS =
  "Continue with `error.partial.contents` after your contents: without them, the functions could run again.";

/** A chat whose first send ran `pay` and then failed. */
async function failedChat() {
  const agent = await startAgent([calls("pay"), failure]);
  const pay = counted("pay");
  const chat = agent.client({ tools: [pay.tool], retry: false }).chat();
  const error = await failureOf(chat.sendMessage("canary-question"));
  return { agent, pay, chat, error };
}

describe("F242 a failure after function calls says how to continue without running them again", () => {
  it("on a chat, with chat.resume()", async () => {
    const { agent, pay, chat, error } = await failedChat();
    expect(error).toMatchObject({
      code: "model_overloaded",
      remedy: `Try again in a moment, or use another \`model\`. ${CONTINUE_CHAT}`,
    });
    expect(error.message).toBe(`${error.summary} ${error.remedy}`);
    agent.emulator.next(failure);
    expect(await failureOf(chat.resume())).toMatchObject({ remedy: error.remedy });
    agent.emulator.next({ text: "Paid." });
    expect((await chat.resume()).text).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
  });

  it("on a chat's stream", async () => {
    const agent = await startAgent([calls("pay"), { text: "Half an answer", cutAfterEvents: 1 }]);
    const chat = agent.client({ tools: [counted("pay").tool], retry: false }).chat();
    const { error } = await collect(chat.sendMessageStream("canary-question"));
    expect(error).toMatchObject({
      code: "stream_interrupted",
      remedy: `Try again; \`error.partial\` holds what was received, if anything. ${CONTINUE_CHAT}`,
    });
  });

  it("in a new client, if the client was closed", async () => {
    const agent = await startAgent([calls("pay")]);
    const pay = counted("pay", () => {
      void client.close();
      return "paid";
    });
    const client = agent.client({ tools: [pay.tool] });
    const chat = client.chat();
    const { code, remedy } = await failureOf(chat.sendMessage("canary-question"));
    expect(code).toBe("client_closed");
    expect(remedy).toMatch(/of a chat of the new client, whose `history` is `chat\.contents`/);
    agent.emulator.next({ text: "Paid." });
    const next = agent.client({ tools: [pay.tool] }).chat({ history: chat.contents });
    expect((await next.resume()).text).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
  });

  it("after too many rounds", async () => {
    const agent = await startAgent([calls("pay"), calls("pay")]);
    const client = agent.client({ tools: [counted("pay").tool], toolLoop: { maxRounds: 1 } });
    const error = await failureOf(client.chat().sendMessage("canary-question"));
    expect(error.remedy).toMatch(/^Raise `toolLoop\.maxRounds`, or continue/);
    expect(error.remedy.endsWith(CONTINUE_CHAT)).toBe(true);
    agent.emulator.next([calls("pay"), calls("pay")]);
    const { remedy } = await failureOf(client.generate("canary-question"));
    expect(remedy).not.toContain("chat");
    expect(remedy.endsWith(CONTINUE_CONTENTS)).toBe(true);
  });

  it("without a chat, with error.partial.contents", async () => {
    const agent = await startAgent([calls("pay"), failure, { text: "Paid." }]);
    const pay = counted("pay");
    const client = agent.client({ tools: [pay.tool], retry: false });
    const error = await failureOf(client.generate("canary-question"));
    expect(error.remedy).toBe(`Try again in a moment, or use another \`model\`. ${CONTINUE_CONTENTS}`);
    const prompt = { role: "user", parts: [{ text: "canary-question" }] };
    expect((await client.generate([prompt, ...(error.partial?.contents ?? [])])).text).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
  });

  it("also if the calls are in the contents, and one is interrupted", async () => {
    const agent = await startAgent([{ text: "Paid." }]);
    const controller = new AbortController();
    const read = counted("read");
    const pay = counted("pay", () => {
      controller.abort();
      return new Promise<never>(() => {});
    });
    const client = agent.client({ tools: [read.tool, pay.tool], toolLoop: { parallel: 1 } });
    const contents = [
      { role: "user", parts: [{ text: "canary-question" }] },
      { role: "model", parts: ["read", "pay"].map((name) => ({ functionCall: { name, args: {} } })) },
    ];
    const error = await failureOf(client.generate(contents, { signal: controller.signal }));
    expect(error.remedy.endsWith(CONTINUE_CONTENTS)).toBe(true);
    expect((await client.generate([...contents, ...(error.partial?.contents ?? [])])).text).toBe("Paid.");
    expect([read.runs.length, pay.runs.length]).toEqual([1, 1]);
    expect(agent.responses()).toEqual([{ result: "did undefined" }, { error: expect.stringContaining("interrupted") }]);
  });

  it("but not if no function was called", async () => {
    const agent = await startAgent([failure, failure]);
    const client = agent.client({ tools: [counted("pay").tool], retry: false });
    const remedy = "Try again in a moment, or use another `model`.";
    expect(await failureOf(client.chat().sendMessage("canary-question"))).toMatchObject({ remedy });
    expect(await failureOf(client.generate("canary-question"))).toMatchObject({ remedy });
  });

  it("and not if no send would drop the calls", async () => {
    const { agent, pay, chat } = await failedChat();
    const client = agent.client({ tools: [pay.tool], retry: false });
    const stored = client.chat({ history: chat.contents });
    agent.emulator.next(failure);
    const { remedy } = await failureOf(stored.resume());
    expect(remedy).toBe("Try again in a moment, or use another `model`.");
    expect((await stored.sendMessage("canary-next")).text).toBeDefined();
    expect(pay.runs).toHaveLength(1);
  });

  it("and not if the history was replaced meanwhile", async () => {
    const agent = await startAgent([calls("pay"), failure]);
    const pay = counted("pay", () => {
      chat.clearHistory();
      return "paid";
    });
    const chat: Chat = agent.client({ tools: [pay.tool], retry: false }).chat();
    const error = await failureOf(chat.sendMessage("canary-question"));
    expect(error.remedy).not.toContain("resume");
    expect(chat.canResume).toBe(false);
  });
});

describe("F243 chat.canResume says whether resume() would continue an exchange", () => {
  it("that has failed after a round, although nothing is pending", async () => {
    const { agent, chat } = await failedChat();
    expect([chat.canResume, chat.pending.length, chat.history.length]).toEqual([true, 0, 0]);
    expect(inspect(chat)).toBe("Chat { turns: 0, canResume: true }");
    expect(JSON.stringify(chat)).toBe('{"turns":0,"canResume":true}');
    expect(chat.fork().canResume).toBe(false);
    agent.emulator.next({ text: "Paid." });
    await chat.resume();
    expect(chat.canResume).toBe(false);
    expect(inspect(chat)).toBe("Chat { turns: 4 }");
  });

  it("that has paused", async () => {
    const agent = await startAgent([calls("pay"), calls("pay")]);
    const pay = counted("pay", undefined, { needsApproval: true });
    const client = agent.client({ tools: [pay.tool] });
    await client.sendMessage("canary-question");
    expect(client.defaultChat.canResume).toBe(true);
    client.defaultChat.discard();
    expect(client.defaultChat.canResume).toBe(false);
  });

  const call = { role: "model", parts: [{ functionCall: { name: "pay", args: {} } }] };
  const result = { role: "user", parts: [{ functionResponse: { name: "pay", response: { paid: true } } }] };
  const question = { role: "user", parts: [{ text: "canary-question" }] };

  it.each([
    ["calls", [question, call]],
    ["results", [question, call, result]],
  ])("that a stored history ends with, at its %s", async (_what, history) => {
    const agent = await startAgent([{ text: "Paid." }]);
    const client = agent.client({ tools: [counted("pay").tool] });
    const chat = client.chat({ history });
    expect(chat.canResume).toBe(true);
    expect(client.chat({ history, tools: null }).canResume).toBe(false);
    expect((await chat.resume()).text).toBe("Paid.");
    expect(chat.canResume).toBe(false);
  });

  it("but not of a chat whose first model call failed: resume() fails with no_open_exchange", async () => {
    const agent = await startAgent([failure]);
    const chat = agent.client({ tools: [counted("pay").tool], retry: false }).chat();
    await failureOf(chat.sendMessage("canary-question"));
    expect(chat.canResume).toBe(false);
    const error = await failureOf(chat.resume());
    expect(error).toMatchObject({ code: "no_open_exchange", remedy: expect.stringContaining("`chat.canResume`") });
  });
});

it("F244 a paused exchange counts as failed if its resumption ran a call: a send drops it and names the functions", async () => {
  const agent = await startAgent([calls("read", "pay"), failure, { text: "Next." }]);
  const read = counted("read");
  const pay = counted("pay", undefined, { needsApproval: true });
  const chat = agent.client({ tools: [read.tool, pay.tool], retry: false }).chat();
  await chat.sendMessage("canary-question");
  const error = await failureOf(chat.resume({ toolLoop: allow }));
  expect(error.remedy.endsWith(CONTINUE_CHAT)).toBe(true);
  expect(chat.pending).toEqual([]);
  expect((await chat.sendMessage("canary-next")).text).toBe("Next.");
  const warnings = agent.events.filter(({ type }) => type === "warning");
  expect(warnings).toMatchObject([{ code: "exchange_dropped", message: expect.stringContaining("read, pay") }]);
});

describe("F245 the error of an aborted call mentions the conversation only if there is one:", () => {
  const partial = "`error.partial` holds what was received, if anything.";
  const signal = AbortSignal.abort();

  it("not generate() and query()", async () => {
    const agent = await startAgent([]);
    const message = `The call was aborted by the caller's signal. ${partial}`;
    expect(await failureOf(agent.client().generate("canary-question", { signal }))).toMatchObject({ message });
    expect(await failureOf(query("canary-question", { apiKey: "fake-key", signal }))).toMatchObject({ message });
  });

  it("a chat", async () => {
    const agent = await startAgent([]);
    const error = await failureOf(agent.client().sendMessage("canary-question", { signal }));
    expect(error.remedy).toBe(`${partial} Nothing was added to the conversation.`);
  });

  it("a chat whose function runs", async () => {
    const agent = await startAgent([calls("pay")]);
    const controller = new AbortController();
    const execute = () => {
      controller.abort();
      return new Promise<string>(() => {});
    };
    const pay = tool({ name: "pay", description: "Pays.", execute });
    const chat = agent.client({ tools: [pay] }).chat();
    const error = await failureOf(chat.sendMessage("canary-question", { signal: controller.signal }));
    expect(error.remedy).toBe(`${partial} Nothing was added to the conversation. ${CONTINUE_CHAT}`);
  });
});

it("F244 also if the model refuses an option of the resumption, which the next one does not inherit", async () => {
  const agent = await startAgent([calls("pay"), { text: "Paid." }]);
  const pay = counted("pay", undefined, { needsApproval: true });
  const chat = agent.client({ tools: [pay.tool] }).chat();
  await chat.sendMessage("canary-question");
  const error = await failureOf(chat.resume({ toolLoop: allow, presencePenalty: 1 }));
  expect(error).toMatchObject({ code: "invalid_options", option: "presencePenalty" });
  expect(error.remedy.endsWith(CONTINUE_CHAT)).toBe(true);
  expect([chat.canResume, chat.pending.length]).toEqual([true, 0]);
  expect((await chat.resume()).text).toBe("Paid.");
  expect(pay.runs).toHaveLength(1);
});
