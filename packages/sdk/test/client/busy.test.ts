import { describe, expect, it } from "vitest";
import type { GeminiClient, GenerateContentStream, StreamChunk } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";
import { gate, told } from "./support/told.ts";
import { start } from "./support/ways.ts";

const refused = expect.objectContaining({ code: "conversation_busy", phase: "queue", attempts: 0 });

async function steppedClient(): Promise<GeminiClient> {
  return (await start()).steppedClient();
}

async function read(stream: AsyncIterable<StreamChunk>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk.textDelta;
  return text;
}

async function* texts(stream: GenerateContentStream): AsyncGenerator<string> {
  for await (const chunk of stream) yield chunk.textDelta;
}

/** Hands on words in pairs, as a helper does that puts lines together. */
async function* pairs(stream: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string | undefined;
  for await (const text of stream) {
    if (held === undefined) held = text;
    else {
      yield held + text;
      held = undefined;
    }
  }
}

describe("a send from inside the loop over a stream of the same conversation", () => {
  it("is refused in every round of a for await", async () => {
    const client = await steppedClient();
    let rounds = 0;
    for await (const _ of client.sendMessageStream("Count from 1 to 4")) {
      rounds += 1;
      await expect(client.sendMessage("What is 2+2?")).rejects.toEqual(refused);
    }
    expect(rounds).toBe(4);
    expect(told(client.history)).toEqual(["Count from 1 to 4", "1, 2, 3, 4"]);
  });

  it("is refused if next() is called by hand", async () => {
    const client = await steppedClient();
    const iterator = client.sendMessageStream("Count from 1 to 3")[Symbol.asyncIterator]();
    await iterator.next();
    await expect(client.sendMessage("What is 2+2?")).rejects.toEqual(refused);
    await iterator.next();
    await expect(client.sendMessage("What is 2+2?")).rejects.toEqual(refused);
  });

  it("is refused as a stream and as its response()", async () => {
    const client = await steppedClient();
    for await (const _ of client.sendMessageStream("Count from 1 to 2")) {
      await expect(read(client.sendMessageStream("What is 2+2?"))).rejects.toEqual(refused);
      await expect(client.sendMessageStream("What is 2+2?").response()).rejects.toEqual(refused);
    }
  });

  it("is refused inside Promise.all in the body, and in functions called from there", async () => {
    const client = await steppedClient();
    const ask = async () => {
      await Promise.resolve();
      return client.sendMessage("What is 2+2?");
    };
    for await (const _ of client.sendMessageStream("Count from 1 to 2")) {
      await expect(Promise.all([ask(), ask()])).rejects.toEqual(refused);
    }
  });

  it("is refused behind a helper generator, in every round", async () => {
    const client = await steppedClient();
    let rounds = 0;
    for await (const _ of texts(client.sendMessageStream("Count from 1 to 4"))) {
      rounds += 1;
      await expect(client.sendMessage("What is 2+2?")).rejects.toEqual(refused);
    }
    expect(rounds).toBe(4);
  });

  it("is refused behind a helper that starts the stream late", async () => {
    const client = await steppedClient();
    async function* late(): AsyncGenerator<string> {
      await Promise.resolve();
      yield* texts(client.sendMessageStream("Count from 1 to 4"));
    }
    const refusals: unknown[] = [];
    let rounds = 0;
    for await (const _ of late()) {
      rounds += 1;
      // The first round is out of sight: its next() ran in the helper's own flow.
      if (rounds > 1) refusals.push(await failureOf(client.sendMessage("What is 2+2?")));
    }
    expect(refusals).toEqual([refused, refused, refused]);
  });

  it("is refused behind a helper that reads several chunks for one of its own, after its first", async () => {
    const client = await steppedClient();
    const refusals: unknown[] = [];
    let rounds = 0;
    for await (const _ of pairs(texts(client.sendMessageStream("Count from 1 to 6")))) {
      rounds += 1;
      if (rounds > 1) refusals.push(await failureOf(client.sendMessage("What is 2+2?")));
    }
    expect(refusals).toEqual([refused, refused]);
  });

  it("is refused inside two nested loops for both conversations", async () => {
    const client = await steppedClient();
    const other = client.fork();
    for await (const _ of client.sendMessageStream("Count from 1 to 2")) {
      for await (const __ of other.sendMessageStream("Count from 1 to 2")) {
        await expect(client.sendMessage("What is 2+2?")).rejects.toEqual(refused);
        await expect(other.sendMessage("What is 2+2?")).rejects.toEqual(refused);
      }
      await other.sendMessage("What is 2+2?");
    }
  });
});

describe("a send outside of any loop", () => {
  it("F69 waits its turn beside a loop that was started at the same time", async () => {
    const client = await steppedClient();
    const [counted, sum] = await Promise.all([
      read(client.sendMessageStream("Count from 1 to 4")),
      client.sendMessage("What is 2+2?"),
    ]);
    expect([counted, sum.text]).toEqual(["1, 2, 3, 4", "2 + 2 = 4."]);
    expect(told(client.history)).toEqual(["Count from 1 to 4", "1, 2, 3, 4", "What is 2+2?", "2 + 2 = 4."]);
  });

  it("waits its turn while another flow's loop processes a later chunk", async () => {
    const client = await steppedClient();
    const atWork = gate();
    const goOn = gate();
    const loop = async () => {
      let rounds = 0;
      for await (const _ of client.sendMessageStream("Count from 1 to 4")) {
        rounds += 1;
        if (rounds === 2) {
          atWork.open();
          await goOn.opened;
        }
      }
    };
    const looping = loop();
    await atWork.opened;
    const sum = client.sendMessage("What is 2+2?");
    goOn.open();
    await looping;
    expect((await sum).text).toBe("2 + 2 = 4.");
  });

  it("is sent after the loop, after a break, and after a throw", async () => {
    const client = await steppedClient();
    for await (const _ of client.sendMessageStream("Count from 1 to 3"));
    await client.sendMessage("What is 2+2?");
    for await (const _ of client.sendMessageStream("Count from 1 to 3")) break;
    await client.sendMessage("What is 2+2?");
    const failing = async () => {
      for await (const _ of client.sendMessageStream("Count from 1 to 3")) throw new Error("the caller's own");
    };
    await expect(failing()).rejects.toThrow("the caller's own");
    await client.sendMessage("What is 2+2?");
    expect(client.history).toHaveLength(8);
  });

  it("is sent inside the loop on a fork, with generate(), and on another client", async () => {
    const started = await start();
    const client = started.steppedClient();
    const other = started.steppedClient();
    let rounds = 0;
    for await (const _ of client.sendMessageStream("Count from 1 to 2")) {
      rounds += 1;
      await client.fork().sendMessage("What is 2+2?");
      await client.generate("What is 2+2?");
      await other.sendMessage("What is 2+2?");
    }
    expect(rounds).toBe(2);
    expect(other.history).toHaveLength(4);
  });

  it("waits its turn inside the loop once response() reads the stream to its end", async () => {
    const client = await steppedClient();
    const stream = client.sendMessageStream("Count from 1 to 3");
    for await (const _ of stream) {
      expect((await stream.response()).text).toBe("1, 2, 3");
      await client.sendMessage("What is 2+2?");
      break;
    }
    expect(client.history).toHaveLength(4);
  });

  it("waits until the stream's total deadline if the runtime cannot follow flows", async () => {
    const clock = new ManualClock();
    const client = (await start({}, { clock, createAsyncContext: undefined })).steppedClient();
    for await (const _ of client.sendMessageStream("Count from 1 to 3", { timeouts: { total: 1_000 } })) {
      const sum = client.sendMessage("What is 2+2?");
      clock.advance(1_000);
      expect((await sum).text).toBe("2 + 2 = 4.");
      break;
    }
    expect(told(client.history)).toEqual(["What is 2+2?", "2 + 2 = 4."]);
  });
});
