import { describe, expect, it } from "vitest";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";
import { told } from "./support/told.ts";
import { start } from "./support/ways.ts";

const QUESTION = "What is 2+2?";
const PROMPT = "Count from 1 to 9";

// A loop that has stopped asking must not keep everybody else waiting once its call is over.
describe("an abandoned stream", () => {
  it("F68 leaves the queue when its signal fires, and fails if it is read again", async () => {
    const client = (await start({ paceMs: 60_000 })).client();
    const controller = new AbortController();
    const stream = client.sendMessageStream(PROMPT, { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort("enough");
    expect((await client.fork().sendMessage(QUESTION)).text).toBe("2 + 2 = 4.");
    const sum = await Promise.resolve().then(() => client.sendMessage(QUESTION));
    expect(sum.text).toBe("2 + 2 = 4.");
    expect(await failureOf(iterator.next())).toMatchObject({ code: "aborted", cause: "enough" });
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted", cause: "enough" });
    expect(told(client.history)).toEqual([QUESTION, "2 + 2 = 4."]);
  });

  it("F68 leaves the queue when its total deadline passes", async () => {
    const clock = new ManualClock();
    const client = (await start({ paceMs: 60_000 }, { clock })).client();
    const stream = client.sendMessageStream(PROMPT, { timeouts: { total: 1_000 } });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    clock.advance(1_000);
    expect((await client.sendMessage(QUESTION)).text).toBe("2 + 2 = 4.");
    expect(await failureOf(stream.response())).toMatchObject({ code: "timeout", phase: "total" });
    await expect(iterator.next()).rejects.toMatchObject({ code: "timeout" });
  });

  it("frees its socket when its signal fires", async () => {
    const { emulator, ...started } = await start({ paceMs: 60_000 });
    const controller = new AbortController();
    const stream = started.client().sendMessageStream(PROMPT, { signal: controller.signal });
    await stream[Symbol.asyncIterator]().next();
    controller.abort();
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
  });

  it("ends with client_closed when the client is closed", async () => {
    const { emulator, ...started } = await start({ paceMs: 60_000 });
    const client = started.client();
    const iterator = client.sendMessageStream(PROMPT)[Symbol.asyncIterator]();
    await iterator.next();
    await client.close();
    await expect(iterator.next()).rejects.toMatchObject({ code: "client_closed" });
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
  });
});

describe("cancel() after the turn was added to the history", () => {
  it.each([true, false])("returns what the history contains, keepPartial: %s", async (keepPartial) => {
    // The warning is emitted between commit and delivery: only its listener can call cancel() that late.
    const client = (await start()).client({
      thinkingBudget: 1_000,
      maxOutputTokens: 5,
      onEvent: (event) => {
        if (event.type === "warning") stream.cancel({ keepPartial });
      },
    });
    const stream = client.sendMessageStream(QUESTION);
    const response = await stream.response();
    expect(response.truncated).toBe(true);
    expect(client.history).toHaveLength(2);
    expect(client.history[1]).toEqual(response.candidates[0]?.content);
  });
});
