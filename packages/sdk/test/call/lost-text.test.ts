import { describe, expect, it } from "vitest";
import type { GeminiClient } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { asGeminiError, failureOf } from "../support/clients.ts";

const model = "gemini-4-argon";
const retry = { maxAttempts: 2, initialDelayMs: 1, maxDelayMs: 1 };

/** One event with this text. */
const event = (text: string, members: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [{ text }] }, ...members, index: 0 }],
});
const more = (continuationToken: string) => ({ finishReason: "CONTINUATION", continuationToken });
const half = event("Half canary ", more("a"));
const cut = { events: [event("Half canary ")] };

/** What the reader of a stream got before its failure. */
async function read(client: GeminiClient) {
  let text = "";
  try {
    for await (const { textDelta } of client.sendMessageStream("Count")) text += textDelta;
  } catch (error) {
    return { text, error: asGeminiError(error) };
  }
  throw new Error("no failure");
}

describe("F349 the text of an attempt is in `partial`, although a later one failed without any", () => {
  it("a fallback model cannot continue a long response, and fails", async () => {
    const started = await start();
    started.emulator.next([{ events: [half] }, { error: "per-day" }, { error: "overloaded" }, { error: "overloaded" }]);
    const client = started.client({ model, fallbackModels: ["gemini-3.8-flash"], retry });
    const error = await failureOf(client.sendMessage("Count"));
    expect(error.code).toBe("model_overloaded");
    expect(error.partial?.text).toBe("Half canary ");
    expect(error.partial?.candidates[0]?.continuationToken).toBe("a");
    expect(client.history).toEqual([]);
  });

  it.each([
    ["is overloaded", { error: "overloaded" }],
    ["breaks before its first event", { events: [event("never")], cutAfterEvents: 0 }],
  ])("a response that is streamed inside breaks, and its next attempt %s", async (_, second) => {
    const started = await start();
    started.emulator.next([cut, second as object]);
    const error = await failureOf(started.client({ model, retry }).generate("Count", { maxOutputTokens: 100_000 }));
    expect(error.partial?.text).toBe("Half canary ");
  });

  it("a stream restarts, and breaks before its first event", async () => {
    const started = await start();
    started.emulator.next([cut, { error: "overloaded" }]);
    const { error } = await read(started.client({ retry: { ...retry, restartStreams: true } }));
    expect(error.partial?.text).toBe("Half canary ");
  });

  it("but not if the last attempt has a response of its own", async () => {
    const started = await start();
    const candidate = { content: { role: "model" }, finishReason: "MALFORMED_FUNCTION_CALL", index: 0 };
    const malformed = { events: [{ candidates: [candidate] }] };
    started.emulator.next([cut, malformed, malformed]);
    const error = await failureOf(started.client({ model, retry }).generate("Count", { maxOutputTokens: 100_000 }));
    expect(error.code).toBe("malformed_function_call");
    expect(error.partial).toMatchObject({ text: "", candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL" }] });
  });
});

describe("F349 a stream that continues at a checkpoint ends earlier than its reader has read", () => {
  it.each([
    ["within it", [event("de")]],
    ["at once", []],
  ])("%s: `partial` has what was read", async (_, events) => {
    const started = await start();
    const broken = { events: [event("abc", { continuationToken: "a" }), event("def")] };
    started.emulator.next([broken, { events: events.length > 0 ? events : [{}] }]);
    const { text, error } = await read(started.client({ retry }));
    expect(text).toBe("abcdef");
    expect(error).toMatchObject({ code: "stream_interrupted", partial: { text: "abcdef" } });
  });
});
