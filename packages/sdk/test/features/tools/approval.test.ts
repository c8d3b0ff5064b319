import { describe, expect, it } from "vitest";
import type { Approval, CallToApprove, GeminiEvent } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ways } from "../../client/support/ways.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const answers: readonly (readonly [what: string, answer: () => unknown, sent: object, runs: number])[] = [
  ['"allow"', () => "allow", { result: "did a" }, 1],
  ["a promise of allow", async () => "allow", { result: "did a" }, 1],
  ['"deny"', () => "deny", { error: "The user denied this call." }, 0],
  ["a reason", () => ({ deny: "too dear" }), { error: "The user denied this call: too dear" }, 0],
  ["F135 true", () => true, { error: expect.stringContaining("returned true") }, 0],
  ["F135 undefined", () => undefined, { error: expect.stringContaining("returned undefined") }, 0],
  ["F135 an unknown word", () => "yes", { error: expect.stringContaining("returned a string") }, 0],
  ["F135 an unknown object", () => ({ allow: true }), { error: expect.stringContaining("returned an object") }, 0],
  [
    "F135 an exception",
    () => {
      throw new Error("dialog closed");
    },
    { error: expect.stringContaining("dialog closed") },
    0,
  ],
  [
    "F135 a rejection",
    () => Promise.reject(new Error("dialog closed")),
    { error: expect.stringContaining("dialog closed") },
    0,
  ],
];

describe("approve()", () => {
  it.each(answers)("that answers %s decides whether the function runs", async (what, answer, sent, runs) => {
    const agent = await startAgent([calls("pay(a)"), { text: "I see." }]);
    const pay = counted("pay", undefined, { needsApproval: true });
    const asked: CallToApprove[] = [];
    const approve = (call: CallToApprove) => {
      asked.push(call);
      return answer() as Approval;
    };
    const warnings: GeminiEvent[] = [];
    const client = agent.client({ onEvent: (event) => event.type === "warning" && warnings.push(event) });
    const response = await client.generate("canary-question", { tools: [pay.tool], toolLoop: { approve } });
    expect(response.text).toBe("I see.");
    expect(asked).toEqual([{ callId: expect.any(String), name: "pay", args: { input: "a" } }]);
    expect(agent.responses()).toEqual([sent]);
    expect(pay.runs).toHaveLength(runs);
    const isMistake = what.startsWith("F135");
    expect(warnings).toEqual(isMistake ? [expect.objectContaining({ code: "approval_failed" })] : []);
    expect(JSON.stringify(warnings)).not.toContain("dialog");
  });

  it("is called for tools that need approval, one call at a time, while others run", async () => {
    const agent = await startAgent([calls("pay(a)", "look", "pay(b)"), { text: "I see." }]);
    const [pay, look] = [counted("pay", undefined, { needsApproval: true }), counted("look")];
    const [first, looked] = [gate(), gate()];
    const order: string[] = [];
    const approve = async ({ args }: CallToApprove) => {
      const { input } = args as { input: string };
      order.push(`asked ${input}`);
      if (input === "a") await first.opened;
      order.push(`answered ${input}`);
      return "allow" as const;
    };
    const answering = agent.client().generate("canary", {
      tools: [pay.tool, counted("look", () => looked.open()).tool],
      toolLoop: { approve },
    });
    await looked.opened;
    expect(order).toEqual(["asked a"]);
    first.open();
    await answering;
    expect(order).toEqual(["asked a", "answered a", "asked b", "answered b"]);
    expect(look.runs).toEqual([]);
  });

  it("is called for every call if no tool sets `needsApproval`", async () => {
    const agent = await startAgent([calls("one", "two"), { text: "I see." }]);
    const [one, two] = [counted("one"), counted("two")];
    const client = agent.client({ tools: [one.tool, two.tool], toolLoop: { approve: () => "deny" } });
    await client.generate("canary");
    expect([one.runs, two.runs]).toEqual([[], []]);
  });

  it("F209 is called for all calls except those of tools that opt out, if no tool needs approval", async () => {
    const agent = await startAgent([calls("look", "pay"), { text: "I see." }]);
    const look = counted("look", undefined, { needsApproval: false });
    const pay = counted("pay");
    const client = agent.client({ tools: [look.tool, pay.tool], toolLoop: { approve: () => "deny" } });
    await client.generate("canary");
    expect([look.runs.length, pay.runs.length]).toEqual([1, 0]);
  });

  it("is not called for invalid arguments or unknown functions", async () => {
    const wrong = {
      functionCall: [
        { name: "pay", args: { input: 5 } },
        { name: "steal", args: {} },
      ],
    };
    const agent = await startAgent([wrong, { text: "I see." }]);
    const pay = counted("pay", undefined, { needsApproval: true });
    const asked: unknown[] = [];
    const approve = (call: CallToApprove) => {
      asked.push(call);
      return "allow" as const;
    };
    await agent.client().generate("canary", { tools: [pay.tool], toolLoop: { approve } });
    expect(asked).toEqual([]);
    expect(pay.runs).toEqual([]);
  });
});

describe.each(ways)("a pause for approval, on $way", (way) => {
  it("lists the call, and resume() asks again", async () => {
    const agent = await startAgent([calls("pay(a)", "pay(b)"), { text: "Paid." }], { way });
    const pay = counted("pay", undefined, { needsApproval: true });
    const chat = agent.client({ tools: [pay.tool], toolLoop: { approve: () => "pause" } }).chat();
    const paused = await chat.sendMessage("canary-question");
    expect(paused.pending).toMatchObject([
      { name: "pay", args: { input: "a" }, reason: "approval" },
      { name: "pay", args: { input: "b" }, reason: "approval" },
    ]);
    const again = await chat.resume();
    expect(again.pending).toEqual(paused.pending);
    const approve = ({ args }: CallToApprove) => ((args as { input: string }).input === "a" ? "allow" : "deny");
    const response = await chat.resume({ toolLoop: { approve } });
    expect(response).toMatchObject({ text: "Paid.", pending: [] });
    expect(pay.runs).toEqual(["a"]);
    expect(chat.history).toHaveLength(4);
  });

  it("happens without `approve`, and the program can pass a result instead", async () => {
    const agent = await startAgent([calls("pay(a)"), { text: "Paid." }], { way });
    const pay = counted("pay", undefined, { needsApproval: true });
    const chat = agent.client({ tools: [pay.tool] }).chat();
    const { pending } = await chat.sendMessageStream("canary-question").response();
    expect(pending).toMatchObject([{ reason: "approval" }]);
    await chat.resume({ results: { [String(pending[0]?.callId)]: "paid by hand" } });
    expect(pay.runs).toEqual([]);
    expect(agent.responses()).toEqual([{ result: "paid by hand" }]);
  });
});
