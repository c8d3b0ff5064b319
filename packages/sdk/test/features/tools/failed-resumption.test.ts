import { expect, it } from "vitest";
import { type Chat, mcpTools, tool } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";
import { localServer } from "./support/mcp.ts";

const allow = { approve: () => "allow" as const };

/** Expects that nothing was lost: no send drops the exchange, and the next resumption finishes it. */
async function expectStillPaused(chat: Chat): Promise<void> {
  expect(await failureOf(chat.sendMessage("canary-next"))).toMatchObject({ code: "exchange_open" });
  expect(chat.pending).toMatchObject([{ reason: "approval" }]);
  expect((await chat.resume({ toolLoop: allow })).text).toBe("Thanks.");
}

it("F237 an exchange stays paused if its tools cannot be listed when it is resumed", async () => {
  const agent = await startAgent([calls("read"), { text: "Thanks." }]);
  const server = localServer(["read"]);
  const { listTools } = server;
  const chat = agent.client({ tools: [mcpTools(server, { needsApproval: true })] }).chat();
  await chat.sendMessage("canary-question");
  server.listTools = async () => Promise.reject(new Error("down"));
  expect(await failureOf(chat.resume({ toolLoop: allow }))).toMatchObject({ code: "tools_unavailable" });
  server.listTools = listTools;
  await expectStillPaused(chat);
});

it("F237 an exchange stays paused if its resumption is aborted while a person is asked", async () => {
  const agent = await startAgent([calls("work"), { text: "Thanks." }]);
  const work = counted("work", undefined, { needsApproval: true });
  const chat = agent.client({ tools: [work.tool] }).chat();
  await chat.sendMessage("canary-question");
  const controller = new AbortController();
  const { signal } = controller;
  const approve = () => {
    controller.abort();
    return new Promise<never>(() => {});
  };
  expect(await failureOf(chat.resume({ signal, toolLoop: { approve } }))).toMatchObject({ code: "aborted" });
  await expectStillPaused(chat);
  expect(work.runs).toHaveLength(1);
});

it("F237 an exchange stays paused if its resumption is aborted at any moment of its start", async () => {
  for (let turns = 0; turns < 30; turns += 1) {
    const agent = await startAgent([calls("work"), { text: "Thanks." }]);
    const work = counted("work", undefined, { needsApproval: true });
    const first = agent.client({ tools: [work.tool] }).chat();
    await first.sendMessage("canary-question");
    // A client that logs waits for its log at its first call.
    const client = agent.client({ tools: [work.tool], logger: { warn: () => {} } });
    const chat = client.chat({ history: first.contents });
    const controller = new AbortController();
    const approve = () => new Promise<never>(() => {});
    const resumed = failureOf(chat.resume({ signal: controller.signal, toolLoop: { approve } }));
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    controller.abort();
    expect(await resumed).toMatchObject({ code: "aborted" });
    await expectStillPaused(chat);
  }
});

it("F237 a send after a failed resumption warns that the results of the program are dropped", async () => {
  const agent = await startAgent([calls("human"), { status: 500 }, { text: "Next." }]);
  const human = tool({ name: "human", description: "Asks a person." });
  const chat = agent.client({ tools: [human], retry: false }).chat();
  const { pending } = await chat.sendMessage("canary-question");
  const results = Object.fromEntries(pending.map(({ callId }) => [callId, "canary-result"]));
  expect(await failureOf(chat.resume({ results }))).toMatchObject({ code: "server_error" });
  await chat.sendMessage("canary-next");
  const warnings = agent.events.filter(({ type }) => type === "warning");
  expect(warnings).toMatchObject([{ code: "exchange_dropped", message: expect.stringContaining("human") }]);
});
