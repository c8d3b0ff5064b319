import { describe, expect, it } from "vitest";
import type { Chat, GeminiEvent, StandardJsonSchema } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const KEEP = { keepPartial: true };
const allow = { toolLoop: { approve: () => "allow" as const } };

type Stream = ReturnType<Chat["sendMessageStream"]>;

describe("F288 a stream that is ended while its functions run", () => {
  const ways: readonly [string, (stream: Stream, controller: AbortController) => void][] = [
    ["cancel()", (stream) => stream.cancel()],
    ["cancel({ keepPartial: true })", (stream) => stream.cancel(KEEP)],
    ["its signal", (_stream, controller) => controller.abort()],
  ];

  it.each(ways)("by %s: the chat can be resumed at once, and no function runs twice", async (_way, end) => {
    const agent = await startAgent([calls("pay"), { text: "Paid." }]);
    const pay = counted("pay");
    const chat = agent.client({ tools: [pay.tool] }).chat();
    const controller = new AbortController();
    const stream = chat.sendMessageStream("canary", { signal: controller.signal });
    let resuming: Promise<string> | undefined;
    const reading = (async () => {
      for await (const { type } of stream) {
        if (type !== "tool-result") continue;
        end(stream, controller);
        expect([chat.canResume, chat.pending, chat.history]).toEqual([true, [], []]);
        resuming = chat.resume().then(({ text }) => text);
      }
    })();
    await reading.catch((error) => expect(error).toMatchObject({ code: "aborted" }));
    expect(await resuming).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
    expect([chat.canResume, chat.history.length]).toEqual([false, 4]);
  });

  it("by return() that nobody waits for", async () => {
    const agent = await startAgent([calls("hang"), { text: "I see." }]);
    const started = gate();
    const hang = counted("hang", () => {
      started.open();
      return new Promise(() => {});
    });
    const chat = agent.client({ tools: [hang.tool] }).chat();
    const iterator = chat.sendMessageStream("canary")[Symbol.asyncIterator]();
    while ((await iterator.next()).value?.type !== "tool-call");
    await started.opened;
    void iterator.return?.();
    expect([chat.canResume, chat.pending]).toMatchObject([true, [{ name: "hang", reason: "interrupted" }]]);
    expect((await chat.resume()).text).toBe("I see.");
    expect(hang.runs).toHaveLength(1);
  });

  it("and then discarded stays discarded", async () => {
    const agent = await startAgent([calls("pay"), { text: "Next." }]);
    const chat = agent.client({ tools: [counted("pay").tool] }).chat();
    const stream = chat.sendMessageStream("canary");
    for await (const { type } of stream) {
      if (type !== "tool-result") continue;
      stream.cancel();
      chat.discard();
    }
    const error = await failureOf(stream.response());
    expect(error.message).not.toContain("resume()");
    expect([chat.canResume, chat.contents]).toEqual([false, []]);
    expect((await chat.sendMessage("canary-next")).text).toBe("Next.");
  });
});

describe("F289 keepPartial at a chunk with the call of a function", () => {
  /** A chat whose stream was cancelled there. */
  async function cancelled(more: object = {}) {
    const agent = await startAgent([{ text: "I pay. ", functionCall: { name: "pay", args: {} } }, { text: "Paid." }]);
    const pay = counted("pay", undefined, more);
    const client = agent.steppedClient({ tools: [pay.tool], model: "gemini-3.8-flash" });
    const chat = client.chat();
    const stream = chat.sendMessageStream("canary");
    for await (const { candidates } of stream) {
      if (candidates[0]?.content?.parts?.some(({ functionCall }) => functionCall)) stream.cancel(KEEP);
    }
    return { client, chat, stream, pay };
  }

  it("leaves an exchange that can be resumed, with the call in `pending`", async () => {
    const { chat, stream, pay } = await cancelled();
    expect(await failureOf(stream.response())).toMatchObject({
      code: "aborted",
      message: expect.stringContaining("chat.resume()"),
      partial: { text: "I pay. ", contents: [{ role: "model" }] },
    });
    expect([chat.history, chat.canResume]).toEqual([[], true]);
    expect(chat.pending).toMatchObject([{ name: "pay", reason: "waiting" }]);
    const response = await chat.resume();
    expect(response.steps.map(({ response }) => response.text)).toEqual(["I pay. ", "Paid."]);
    expect(pay.runs).toHaveLength(1);
    expect(chat.history).toHaveLength(4);
  });

  it("leaves nothing that a fork could run again", async () => {
    const { chat, pay } = await cancelled();
    const fork = chat.fork();
    expect([fork.canResume, fork.contents]).toEqual([false, []]);
    await chat.resume();
    expect(pay.runs).toHaveLength(1);
  });

  it("is the same as in a chat that is loaded from `contents`", async () => {
    const { client, chat, pay } = await cancelled({ needsApproval: true });
    const copy = client.chat({ history: JSON.parse(JSON.stringify(chat.contents)) });
    expect(copy.pending.map(({ callId }) => callId)).toEqual(chat.pending.map(({ callId }) => callId));
    expect([copy.history, copy.contents]).toEqual([chat.history, chat.contents]);
    expect((await copy.resume(allow)).text).toBe("Paid.");
    expect(pay.runs).toHaveLength(1);
  });

  it("keeps nothing in the way of the next message", async () => {
    const { chat, pay } = await cancelled();
    expect((await chat.sendMessage("canary-next")).text).toBe("Paid.");
    expect([pay.runs, chat.canResume, chat.history.length]).toEqual([[], false, 2]);
  });
});

describe("F288 nothing of an ended stream changes the chat later", () => {
  it.each([true, false])("if it is cancelled when its last request has ended (with tools: %s)", async (hasTools) => {
    const agent = await startAgent([{ text: "Done." }, { text: "Next." }]);
    const tools = hasTools ? [counted("work").tool] : null;
    const onEvent = ({ type }: GeminiEvent) => {
      if (type === "call-end") stream.cancel();
    };
    const chat = agent.client({ onEvent }).chat({ tools });
    const stream: Stream = chat.sendMessageStream("canary");
    await collect(stream);
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted", partial: { text: "Done." } });
    expect([chat.contents, chat.canResume]).toEqual([[], false]);
  });

  it("if it is aborted while its output is checked: the output is not continued", async () => {
    const agent = await startAgent([calls("work"), { json: { a: 1 } }, { json: { a: 2 } }]);
    const controller = new AbortController();
    const states: unknown[] = [];
    const schema = schemaOf(async () => {
      controller.abort();
      states.push(chat.canResume, chat.contents.length);
      return new Promise<never>(() => {});
    });
    const chat = agent.client({ tools: [counted("work").tool] }).chat();
    await collect(chat.sendMessageStream("canary", { schema, signal: controller.signal }));
    states.push(chat.canResume, chat.contents.length);
    expect(states).toEqual([true, 3, true, 3]);
    expect((await chat.resume({ schema: null })).text).toContain("2");
  });
});

it("F288 arguments that are checked after the stream was ended leave the call to its resumption", async () => {
  const agent = await startAgent([calls("pay"), { text: "I see." }]);
  const [checking, started, hold] = [gate(), gate(), gate()];
  const checks: unknown[] = [];
  const parameters = schemaOf(async (value) => {
    checks.push(value);
    checking.open();
    if (checks.length === 1) await hold.opened;
    return { value };
  });
  const hang = () => {
    started.open();
    return new Promise(() => {});
  };
  const pay = counted("pay", hang, { parameters, needsApproval: true });
  const chat = agent.client({ tools: [pay.tool] }).chat();
  const stream = chat.sendMessageStream("canary");
  const reading = collect(stream);
  await checking.opened;
  stream.cancel();
  await reading;
  const resumed = chat.resumeStream(allow);
  const again = collect(resumed);
  await started.opened;
  // The first check ends: nobody was asked for approval then.
  hold.open();
  await new Promise(setImmediate);
  resumed.cancel();
  await again;
  expect(chat.pending).toMatchObject([{ reason: "interrupted" }]);
  expect((await chat.resume(allow)).text).toBe("I see.");
  expect(pay.runs).toHaveLength(1);
});

function schemaOf(validate: (value: unknown) => Promise<{ readonly value: unknown }>) {
  const jsonSchema = { input: () => ({ type: "object" }) };
  return { "~standard": { version: 1, vendor: "own", validate, jsonSchema } } as StandardJsonSchema<
    { input?: string },
    { input?: string }
  >;
}
