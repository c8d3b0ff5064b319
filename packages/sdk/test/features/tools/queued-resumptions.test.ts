import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { gate } from "../../client/support/told.ts";
import { failureOf } from "../../support/clients.ts";
import { counted, startAgent } from "./support/agent.ts";

const history = [
  { role: "user", parts: [{ text: "canary" }] },
  { role: "model", parts: [{ functionCall: { name: "look", args: {} } }] },
  { role: "user", parts: [{ functionResponse: { name: "look", response: { seen: true } } }] },
];

/** A chat whose history ends with results. Its first request gets this answer, the second one a text. */
async function storedChat(first: Fault) {
  const agent = await startAgent([]);
  const received = gate();
  agent.emulator.next([
    () => {
      received.open();
      return first;
    },
    { text: "Seen." },
  ]);
  const chat = agent.client({ tools: [counted("look").tool], retry: false }).chat({ history });
  return { agent, chat, received: received.opened };
}

describe("F336 a resumption of a stored history waits for one that ends without an answer, and continues the history", () => {
  it("after `cancel()` of a stream", async () => {
    const { chat, received } = await storedChat({ silence: "before-headers" });
    const stream = chat.resumeStream();
    const failed = failureOf(stream.response());
    await received;
    stream.cancel();
    expect(chat.canResume).toBe(true);
    expect((await chat.resume()).text).toBe("Seen.");
    expect(await failed).toMatchObject({ code: "aborted" });
    expect(chat.history).toHaveLength(4);
  });

  it("after a signal", async () => {
    const { chat, received } = await storedChat({ silence: "before-headers" });
    const controller = new AbortController();
    const failed = failureOf(chat.resume({ signal: controller.signal }));
    await received;
    controller.abort();
    expect((await chat.resume()).text).toBe("Seen.");
    expect(await failed).toMatchObject({ code: "aborted" });
    expect(chat.history).toHaveLength(4);
  });

  it("while the first one runs, which then fails", async () => {
    const { agent, chat, received } = await storedChat({ status: 500 });
    const failed = failureOf(chat.resume());
    await received;
    expect(chat.canResume).toBe(true);
    expect((await chat.resume()).text).toBe("Seen.");
    expect(await failed).toMatchObject({ code: "server_error" });
    expect(agent.requests()).toHaveLength(2);
    expect(chat.history).toHaveLength(4);
  });

  it("but not an exchange that a send began meanwhile", async () => {
    const { chat, received } = await storedChat({ status: 500 });
    const failed = failureOf(chat.resume());
    await received;
    const sent = chat.sendMessage("canary-next");
    const resumed = failureOf(chat.resume());
    expect(await failed).toMatchObject({ code: "server_error" });
    expect((await sent).text).toBe("Seen.");
    expect(await resumed).toMatchObject({ code: "no_open_exchange" });
    expect(chat.history).toHaveLength(5);
  });
});
