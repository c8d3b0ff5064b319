import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { type Chat, type Content, mcpTools, tool } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ways } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";
import { localServer } from "./support/mcp.ts";

/** What another process reads. */
function stored(contents: readonly Content[]): Content[] {
  return JSON.parse(JSON.stringify(contents));
}

function rolesOf(contents: readonly Content[]): string {
  return contents.map(({ role }) => (role === "model" ? "m" : "u")).join("");
}

const approveB = ({ args }: { readonly args: unknown }) =>
  (args as { readonly input: string }).input === "b" ? "allow" : "pause";

describe.each(ways)("F230 a chat continues a stored exchange, on $way", (way) => {
  it("that was paused: finished calls do not run again, and the others run once", async () => {
    const script = [{ text: "Hi." }, calls("work(a)", "work(b)", "work(c)"), { text: "Thanks." }, { text: "Next." }];
    const agent = await startAgent(script, { way });
    const work = counted("work", undefined, { needsApproval: true });
    const client = agent.client({ tools: [work.tool] });
    const first = client.chat();
    await first.sendMessage("canary-first");
    expect(first.contents).toEqual(first.history);
    const paused = await first.sendMessage("canary-question", { toolLoop: { approve: approveB } });
    expect(rolesOf(first.history)).toBe("um");
    expect(first.contents.slice(3)).toEqual(paused.contents);

    const chat = client.chat({ history: stored(first.contents) });
    expect(chat.pending.map(({ callId, args, reason }) => [callId, args.input, reason])).toEqual(
      paused.pending.map(({ callId, args }) => [callId, args.input, "approval"]),
    );
    expect(chat.history).toEqual(stored(first.history));
    expect(chat.contents).toEqual(stored(first.contents));
    expect(await failureOf(chat.sendMessage("canary-other"))).toMatchObject({ code: "exchange_open" });
    const response = await chat.resume({ toolLoop: { approve: () => "allow" } });
    expect(response).toMatchObject({ text: "Thanks.", pending: [] });
    expect(work.runs).toEqual(["b", "a", "c"]);
    expect(work.ids.slice(1)).toEqual(paused.pending.map(({ callId }) => callId));
    const results = response.steps[0]?.results.map(({ result }) => result);
    expect(results).toEqual(["did a", "did b", "did c"]);
    expect(rolesOf(chat.history)).toBe("umumum");
    expect(chat.history.slice(0, 3)).toEqual(stored(first.contents).slice(0, 3));
    expect(chat.history.slice(3)).toEqual(response.contents);
    expect(chat.contents).toEqual(chat.history);
    expect(chat.pending).toEqual([]);
    expect(agent.responses()).toEqual(["a", "b", "c"].map((input) => ({ result: `did ${input}` })));
    await chat.sendMessage("canary-next");
  });

  it("that had failed after three rounds, and can fail again", async () => {
    const rounds = [calls("one"), calls("two", "two"), calls("three")];
    const agent = await startAgent([...rounds, { status: 500 }, { status: 500 }, { text: "Done." }], { way });
    const all = ["one", "two", "three"].map((name) => counted(name));
    const client = agent.client({ tools: all.map((one) => one.tool), retry: false });
    const first = client.chat();
    expect(await failureOf(first.sendMessage("canary-question"))).toMatchObject({ code: "server_error" });
    expect(first.history).toEqual([]);
    expect(rolesOf(first.contents)).toBe("umumumu");
    const second = client.chat({ history: stored(first.contents) });
    expect(second.pending).toEqual([]);
    const error = await failureOf(second.resume());
    expect(error).toMatchObject({ code: "server_error" });
    expect(error.partial?.contents).toEqual(stored(first.contents).slice(1));
    expect(second.contents).toEqual(stored(first.contents));
    const chat = client.chat({ history: stored(second.contents) });
    const response = await chat.resume();
    expect(response.text).toBe("Done.");
    expect(all.map(({ runs }) => runs.length)).toEqual([1, 2, 1]);
    expect(response.steps.map((step) => step.calls.map(({ name }) => name))).toEqual([
      ["one"],
      ["two", "two"],
      ["three"],
      [],
    ]);
    expect(rolesOf(chat.history)).toBe("umumumum");
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
  });
});

/** An exchange that waits for the approval of one call, or for two results of a person. */
async function storedExchange(script: readonly Fault[] = [{ text: "Thanks." }]) {
  const agent = await startAgent([calls("work(a)", "work(b)"), ...script]);
  const work = counted("work");
  const client = agent.client({ tools: [work.tool] });
  const { contents } = await client.generate("canary-question", { toolLoop: false });
  const history = stored([{ role: "user", parts: [{ text: "canary-question" }] }, ...contents]);
  return { agent, work, client, history };
}

describe("a history that ends with calls", () => {
  it("F230 takes results, also one by one, and runs nothing else", async () => {
    const { agent, work, client, history } = await storedExchange();
    const chat = client.chat({ history, toolLoop: false });
    expect(chat.pending.map(({ reason }) => reason)).toEqual(["result", "result"]);
    const [first, second] = chat.pending.map(({ callId }) => callId);
    expect(await failureOf(chat.resume({ results: { other: 1 } }))).toMatchObject({ code: "invalid_options" });
    expect(await failureOf(chat.resume({ results: { [String(first)]: 1 } }))).toMatchObject({
      code: "invalid_options",
    });
    expect(chat.pending).toHaveLength(2);
    const response = await chat.resume({ results: { [String(second)]: { b: 2 }, [String(first)]: new Error("no") } });
    expect(response.text).toBe("Thanks.");
    expect(agent.responses()).toEqual([{ error: "no" }, { b: 2 }]);
    expect(response.steps[0]?.results).toMatchObject([{ error: "no" }, { result: { b: 2 } }]);
    expect(work.runs).toEqual([]);
  });

  it("F230 pauses again without a decision, and can be stored again", async () => {
    const { work, client, history } = await storedExchange();
    const approve = { approve: approveB };
    const again = client.chat({ history });
    const paused = await again.resume({ toolLoop: approve });
    expect(paused.pending.map(({ args, reason }) => [args.input, reason])).toEqual([["a", "approval"]]);
    expect(again.pending).toEqual(paused.pending);
    expect(paused.functionCalls).toHaveLength(2);
    expect(paused).toMatchObject({ usageMetadata: undefined, http: { status: 0, headers: {} } });
    const chat = client.chat({ history: stored(again.contents) });
    expect(chat.pending).toMatchObject([{ args: { input: "a" } }]);
    expect((await chat.resumeStream().response()).text).toBe("Thanks.");
    expect(work.runs).toEqual(["b", "a"]);
  });

  it("F230 names the same reasons as the process that paused", async () => {
    const agent = await startAgent([calls("work", "human", "ask", "memory_read", "invented")]);
    const work = counted("work");
    const ask = counted("ask", undefined, { needsApproval: true });
    const human = tool({ name: "human", description: "Asks a person." });
    const memory = mcpTools(localServer(["read"]), { prefix: "memory_", needsApproval: true });
    const client = agent.client({ tools: [human, work.tool, ask.tool, memory] });
    const first = client.chat();
    const inProcess = await first.sendMessage("canary-question");
    const chat = client.chat({ history: stored(first.contents) });
    expect(inProcess.pending.map(({ name, reason }) => [name, reason])).toEqual([
      ["human", "result"],
      ["ask", "approval"],
      ["memory_read", "approval"],
    ]);
    expect(chat.pending).toEqual(inProcess.pending);
  });

  it("F230 is dropped by discard(), stays with its chat in a fork, and is opened by setHistory()", async () => {
    const { work, client, history } = await storedExchange();
    const chat = client.chat();
    chat.setHistory(history);
    expect(chat.pending).toHaveLength(2);
    expect(chat.fork().pending).toEqual([]);
    expect(chat.fork({ history }).pending).toHaveLength(2);
    chat.discard();
    expect(chat.contents).toEqual([]);
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
    await chat.sendMessage("canary-next");
    expect(work.runs).toEqual([]);
  });

  it("F230 is opened by resume() if only that has the tools, and else takes results by hand", async () => {
    const { work, agent, client, history } = await storedExchange([{ text: "By hand." }, { text: "Thanks." }]);
    const byHand = client.chat({ history, tools: null });
    expect(byHand.pending).toEqual([]);
    expect(byHand.history).toEqual(history);
    expect(await failureOf(byHand.resume())).toMatchObject({ code: "no_open_exchange" });
    expect(await failureOf(byHand.sendMessage("canary"))).toMatchObject({ code: "invalid_options" });
    const parts = (history[1]?.parts ?? []).map(({ functionCall }) => ({
      functionResponse: { id: functionCall?.id, name: "work", response: { by: "hand" } },
    }));
    await byHand.sendMessage(parts);
    expect(agent.responses()).toEqual([{ by: "hand" }, { by: "hand" }]);
    const chat = client.chat({ history, tools: null });
    expect((await chat.resume({ tools: [work.tool] })).text).toBe("Thanks.");
    expect(work.runs).toEqual(["a", "b"]);
    expect(rolesOf(chat.history)).toBe("umum");
  });

  it("F230 keeps the tools of a resumption for the next one", async () => {
    const { work, client, history } = await storedExchange();
    const chat = client.chat({ history, tools: null });
    const ask = { toolLoop: { approve: approveB } };
    expect((await chat.resume({ tools: [work.tool], ...ask })).pending).toMatchObject([{ args: { input: "a" } }]);
    expect((await chat.resume()).text).toBe("Thanks.");
    expect(work.runs).toEqual(["b", "a"]);
  });

  it("F230 that has all results is resumed, and a send keeps it too", async () => {
    const { client, work, history } = await storedExchange([{ text: "Thanks." }, { text: "Next." }]);
    const parts = (history[1]?.parts ?? []).map(({ functionCall }) => ({
      functionResponse: { id: functionCall?.id, name: "work", response: { result: "stored" } },
    }));
    const answered = [...history, { role: "user", parts }];
    const chat = client.chat({ history: answered });
    expect((await chat.resume()).steps[0]?.results).toMatchObject([{ result: "stored" }, { result: "stored" }]);
    expect(rolesOf(chat.history)).toBe("umum");
    const sent = client.chat({ history: answered });
    await sent.sendMessage("canary-next");
    expect(rolesOf(sent.history)).toBe("umuum");
    expect(work.runs).toEqual([]);
  });
});

describe("F231 contents that are stored while functions run", () => {
  it("have the results so far, and name what may have run: after a crash, no started function runs again", async () => {
    const script = [calls("one"), calls("two", "slow"), { text: "Thanks." }];
    const agent = await startAgent(script);
    const finish = gate();
    const one = counted("one");
    const two = counted("two");
    const slow = counted("slow", () => finish.opened.then(() => "late"));
    const saved: string[] = [];
    const client = agent.client({
      tools: [one.tool, two.tool, slow.tool],
      onEvent: ({ type }) => {
        if (type !== "tool-result") return;
        saved.push(JSON.stringify(chat.contents));
        if (saved.length === 2) finish.open();
      },
    });
    const chat = client.chat();
    await chat.sendMessage("canary-question");
    expect(saved.map((one) => rolesOf(JSON.parse(one)))).toEqual(["umu", "umumu", "umumu"]);
    expect(saved[2]).toContain('"late"');
    const next = client.chat({ history: JSON.parse(String(saved[1])) });
    agent.emulator.next({ text: "Continued." });
    expect((await next.resume()).text).toBe("Continued.");
    const last = agent.responses() as readonly { readonly error?: string; readonly result?: string }[];
    expect(last[0]).toEqual({ result: "did undefined" });
    expect(last[1]?.error).toContain("was interrupted before it returned");
    expect([one, two, slow].map(({ runs }) => runs.length)).toEqual([1, 1, 1]);
    expect(chat.contents).toEqual(chat.history);
  });

  it.each([
    ["discard()", (chat: Chat) => chat.discard(), "umu", "umum"],
    ["clearHistory()", (chat: Chat) => chat.clearHistory(), "", ""],
    ["rewind()", (chat: Chat) => chat.rewind(), "", ""],
  ])("are those that %s leaves", async (_how, change, during, after) => {
    const agent = await startAgent([calls("work"), { text: "Thanks." }]);
    let seen = "nothing";
    const chat: Chat = agent
      .client({
        tools: [counted("work").tool],
        onEvent: ({ type }) => {
          if (type !== "tool-result") return;
          change(chat);
          seen = rolesOf(chat.contents);
        },
      })
      .chat();
    await chat.sendMessage("canary-question");
    expect([seen, rolesOf(chat.contents)]).toEqual([during, after]);
    expect(chat.contents).toEqual(chat.history);
  });
});
