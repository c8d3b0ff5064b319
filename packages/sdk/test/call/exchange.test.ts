import { describe, expect, it, onTestFinished, test } from "vitest";
import { CallDefaults, NO_OPTIONS } from "../../src/call/call-defaults.ts";
import { ClientContext } from "../../src/call/client-context.ts";
import { Connections } from "../../src/call/connections.ts";
import type { ExchangeFeature } from "../../src/call/exchange-feature.ts";
import type { ExchangeInit } from "../../src/call/exchange-init.ts";
import { slotIn } from "../../src/call/exchange-slot.ts";
import { Conversation } from "../../src/conversation/conversation.ts";
import { Turn } from "../../src/conversation/turn.ts";
import { Exchange } from "../../src/exchange.ts";
import type { GeminiEvent, OnEvent } from "../../src/index.ts";
import type { PreparedPrompt } from "../../src/request/prepared-prompt.ts";
import { told } from "../client/support/told.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const say = (word: string) => new Turn({ role: "user", parts: [{ text: `Say ${word}` }] });

/** An exchange of a conversation on the emulator, as features make them. */
async function startExchange(init: {
  readonly prompt: PreparedPrompt;
  readonly features?: readonly ExchangeFeature[];
  readonly onEvent?: OnEvent;
}) {
  const { backend, platform, requests, emulator } = await start();
  const options = { backend, model: "gemini-3.5-flash-lite", retry: false, onEvent: init.onEvent };
  const client = new ClientContext(options, platform, new Connections({}));
  onTestFinished(() => client.close());
  const conversation = new Conversation(platform);
  const complete: ExchangeInit = {
    ...init,
    open: () => client.open(new CallDefaults([options]), NO_OPTIONS, conversation),
    options: NO_OPTIONS,
    slot: slotIn(conversation),
  };
  return { exchange: new Exchange(complete), conversation, requests, emulator };
}

/** Asks for one more model call after each of the first responses. */
function rounds(...words: readonly string[]): ExchangeFeature {
  const left = [...words];
  return {
    complete: (rest) => rest,
    begin: async () => "done",
    next: async (work) => {
      const word = left.shift();
      if (word === undefined) return "done";
      work.addTurn(say(word));
      return "continue";
    },
  };
}

describe("an exchange of several model calls", () => {
  it("sends what came before with each, and the history gets all turns at its end", async () => {
    const { exchange, conversation, requests } = await startExchange({
      prompt: [say("one")],
      features: [rounds("two", "three")],
    });
    expect((await exchange.generate()).text).toBe("Three");
    expect(requests().map(({ contents }) => contents.length)).toEqual([1, 3, 5]);
    expect(told(conversation.history)).toEqual(["Say one", "One", "Say two", "Two", "Say three", "Three"]);
  });

  it("leaves the history as it was if a later call fails", async () => {
    const { exchange, conversation, emulator } = await startExchange({
      prompt: [say("one")],
      features: [rounds("two")],
    });
    emulator.on({ call: 2 }, { error: "overloaded" });
    expect(await failureOf(exchange.generate())).toMatchObject({ code: "model_overloaded", attempts: 2 });
    expect(conversation.history).toEqual([]);
  });
});

test("each model call has a callId and attempts of its own, and all have the exchange's id", async () => {
  const events: GeminiEvent[] = [];
  const { exchange } = await startExchange({
    prompt: [say("one")],
    features: [rounds("two")],
    onEvent: (event) => events.push(event),
  });
  await exchange.generate();
  const seen = events.flatMap((event) => ("callId" in event ? [event] : []));
  const [first, second] = [seen.slice(0, 4), seen.slice(4)];
  const types = ["call-start", "request", "response", "call-end"];
  expect([first.map(({ type }) => type), second.map(({ type }) => type)]).toEqual([types, types]);
  const idsOf = (of: typeof seen) => [...new Set(of.map(({ callId }) => callId))];
  const exchangeId = seen[0]?.exchangeId;
  expect(idsOf(first)).toEqual([exchangeId]);
  expect(idsOf(second)).toEqual([expect.any(Number)]);
  expect(idsOf(second)).not.toEqual([exchangeId]);
  expect(new Set(seen.map((event) => event.exchangeId)).size).toBe(1);
  expect(second).toMatchObject([{}, { attempt: 1 }, { attempt: 1 }, { attempts: 1 }]);
});

describe("a prompt that needs time", () => {
  it("is made when the call gets its turn, once", async () => {
    let made = 0;
    const { exchange, conversation } = await startExchange({
      prompt: async () => {
        made += 1;
        return [say("one")];
      },
    });
    expect(made).toBe(0);
    expect((await exchange.generate()).text).toBe("One");
    expect(made).toBe(1);
    expect(told(conversation.history)).toEqual(["Say one", "One"]);
  });

  it("rejects the call with its failure, and nothing is sent", async () => {
    const failure = new Error("no such file");
    const { exchange, conversation, emulator } = await startExchange({ prompt: () => Promise.reject(failure) });
    await expect(exchange.generate()).rejects.toBe(failure);
    expect(emulator.calls).toEqual([]);
    expect(conversation.history).toEqual([]);
  });
});
