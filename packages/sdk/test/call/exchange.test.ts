import { describe, expect, it, onTestFinished } from "vitest";
import { CallDefaults, NO_OPTIONS } from "../../src/call/call-defaults.ts";
import { ClientContext } from "../../src/call/client-context.ts";
import { Connections } from "../../src/call/connections.ts";
import type { ExchangeInit } from "../../src/call/exchange-init.ts";
import { slotIn } from "../../src/call/exchange-slot.ts";
import { Conversation } from "../../src/conversation/conversation.ts";
import { Turn } from "../../src/conversation/turn.ts";
import { Exchange } from "../../src/exchange.ts";
import type { PreparedPrompt } from "../../src/request/prepared-prompt.ts";
import { told } from "../client/support/told.ts";
import { start } from "../client/support/ways.ts";

const say = (word: string) => new Turn({ role: "user", parts: [{ text: `Say ${word}` }] });

/** An exchange of a conversation on the emulator. */
async function startExchange(prompt: PreparedPrompt) {
  const { backend, platform, emulator } = await start();
  const options = { backend, model: "gemini-3.5-flash-lite" };
  const client = new ClientContext(options, platform, new Connections({}));
  onTestFinished(() => client.close());
  const conversation = new Conversation(platform);
  const complete: ExchangeInit = {
    prompt,
    open: () => client.open(new CallDefaults([options]), NO_OPTIONS, conversation),
    options: NO_OPTIONS,
    slot: slotIn(conversation),
  };
  return { generate: () => Exchange.generate(() => complete, undefined), conversation, emulator };
}

describe("a prompt that needs time", () => {
  it("is created once, when the call gets its turn", async () => {
    let made = 0;
    const { generate, conversation } = await startExchange(async () => {
      made += 1;
      return [say("one")];
    });
    expect(made).toBe(0);
    expect((await generate()).text).toBe("One");
    expect(made).toBe(1);
    expect(told(conversation.history)).toEqual(["Say one", "One"]);
  });

  it("rejects the call with its failure, and nothing is sent", async () => {
    const failure = new Error("no such file");
    const { generate, conversation, emulator } = await startExchange(() => Promise.reject(failure));
    await expect(generate()).rejects.toBe(failure);
    expect(emulator.calls).toEqual([]);
    expect(conversation.history).toEqual([]);
  });
});
