import { describe, expect, it } from "vitest";
import { type Chat, type Content, mcpTools, type PendingCall } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";
import { localServer } from "./support/mcp.ts";

const allow = { approve: () => "allow" as const };

function reasons(pending: readonly PendingCall[]): readonly unknown[] {
  return pending.map(({ name, reason }) => [name, reason]);
}

/** What another process reads. */
function stored(contents: readonly Content[]): Content[] {
  return JSON.parse(JSON.stringify(contents));
}

describe("F323 a pending call has the same reason in the live chat and in one of its stored contents", () => {
  it("before it was asked about, after a failure", async () => {
    const agent = await startAgent([calls("look", "pay", "memory_read")]);
    const look = counted("look");
    const pay = counted("pay", undefined, { needsApproval: true });
    const memory = mcpTools(localServer(["read"]), { prefix: "memory_", needsApproval: true });
    const client = agent.client({ tools: [look.tool, pay.tool, memory], toolLoop: { maxRounds: 1 } });
    agent.emulator.next(calls("look", "pay", "memory_read"));
    const chat = client.chat();
    expect(await failureOf(chat.sendMessage("canary", { toolLoop: allow }))).toMatchObject({
      code: "tool_rounds_exceeded",
    });
    const expected = [
      ["look", "waiting"],
      ["pay", "approval"],
      ["memory_read", "approval"],
    ];
    expect(reasons(chat.pending)).toEqual(expected);
    expect(reasons(client.chat({ history: stored(chat.contents) }).pending)).toEqual(expected);
  });

  it("while the first of two is asked about", async () => {
    const agent = await startAgent([calls("pay(a)", "pay(b)"), { text: "Paid." }]);
    const pay = counted("pay", undefined, { needsApproval: true });
    const asked = gate();
    const answered = gate();
    const client = agent.client({ tools: [pay.tool] });
    const chat = client.chat();
    await chat.sendMessage("canary");
    const approve = async () => {
      asked.open();
      await answered.opened;
      return "allow" as const;
    };
    const resumed = chat.resume({ toolLoop: { approve } });
    await asked.opened;
    const expected = [
      ["pay", "approval"],
      ["pay", "approval"],
    ];
    expect(reasons(chat.pending)).toEqual(expected);
    expect(reasons(client.chat({ history: stored(chat.contents) }).pending)).toEqual(expected);
    answered.open();
    await resumed;
  });

  it("if `approve` is set and no tool says what needs approval, so that all do", async () => {
    const agent = await startAgent([calls("pay")]);
    const toolLoop = { approve: () => "pause" as const };
    const client = agent.client({ tools: [counted("pay").tool], toolLoop });
    const chat = client.chat();
    await chat.sendMessage("canary");
    expect(reasons(chat.pending)).toEqual([["pay", "approval"]]);
    expect(reasons(client.chat({ history: stored(chat.contents) }).pending)).toEqual([["pay", "approval"]]);
  });
});

describe("F324 `canResume` and `pending` agree about a history that ends with calls", () => {
  const declared = { tools: [{ functionDeclarations: [{ name: "own", description: "Of the caller." }] }] };
  const byHand = [{ functionResponse: { name: "own", response: { by: "hand" } } }];

  async function afterCallsWithoutTools() {
    const agent = await startAgent([calls("own"), { text: "Thanks." }]);
    const work = counted("work");
    const chat = agent.client({ tools: [work.tool] }).chat();
    await chat.sendMessage("canary", { tools: null, extraRequest: declared });
    return { agent, work, chat };
  }

  it("which a send without the chat's tools made: they are history, and the next send has their results", async () => {
    const { agent, chat } = await afterCallsWithoutTools();
    expect([chat.canResume, chat.pending]).toEqual([false, []]);
    expect(chat.fork().canResume).toBe(false);
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
    await chat.sendMessage(byHand, { tools: null, extraRequest: declared });
    expect(agent.responses()).toEqual([{ by: "hand" }]);
  });

  it("which resume() continues if it names the tools", async () => {
    const { chat } = await afterCallsWithoutTools();
    const own = counted("own");
    expect((await chat.resume({ tools: [own.tool] })).text).toBe("Thanks.");
    expect(own.runs).toHaveLength(1);
  });

  it("in a fork with tools of a chat without: they are an open exchange of the fork", async () => {
    const agent = await startAgent([calls("own"), { text: "Thanks." }]);
    const own = counted("own");
    const chat = agent.client().chat({ extraRequest: declared });
    await chat.sendMessage("canary");
    const fork: Chat = chat.fork({ tools: [own.tool], extraRequest: null });
    expect([fork.canResume, reasons(fork.pending)]).toEqual([true, [["own", "waiting"]]]);
    expect([chat.canResume, chat.pending]).toEqual([false, []]);
    expect((await fork.resume()).text).toBe("Thanks.");
    expect([fork.history.length, chat.history.length, own.runs.length]).toEqual([4, 2, 1]);
  });
});

describe("F325 a resume() behind one that opened a stored history and paused continues that exchange", () => {
  async function storedChat() {
    const agent = await startAgent([calls("pay"), { text: "Paid." }]);
    const pay = counted("pay", undefined, { needsApproval: true });
    const history = [
      { role: "user", parts: [{ text: "canary" }] },
      { role: "model", parts: [{ functionCall: { name: "look", args: {} } }] },
      { role: "user", parts: [{ functionResponse: { name: "look", response: { seen: true } } }] },
    ];
    return { agent, pay, history };
  }

  it("with the options of the first", async () => {
    const { agent, pay, history } = await storedChat();
    const chat = agent.client().chat({ history });
    const tools = [pay.tool];
    const [first, second] = await Promise.all([
      chat.resume({ tools, temperature: 0.5 }),
      chat.resume({ tools, toolLoop: allow }),
    ]);
    expect(reasons(first.pending)).toEqual([["pay", "approval"]]);
    expect(second.text).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
    expect(agent.requests().map(({ generationConfig }) => generationConfig?.temperature)).toEqual([0.5, 0.5]);
    expect(chat.history).toHaveLength(6);
  });

  it("but not an exchange that a send began meanwhile", async () => {
    const { agent, pay, history } = await storedChat();
    const chat = agent.client({ tools: [pay.tool] }).chat({ history });
    const sent = chat.sendMessage("canary-next");
    const error = await failureOf(chat.resume({ toolLoop: allow }));
    expect(reasons((await sent).pending)).toEqual([["pay", "approval"]]);
    expect(error).toMatchObject({ code: "no_open_exchange" });
    expect(pay.runs).toEqual([]);
  });
});
