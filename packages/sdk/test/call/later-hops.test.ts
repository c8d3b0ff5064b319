import { describe, expect, test } from "vitest";
import { ways } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const retry = { maxAttempts: 2, initialDelayMs: 1, maxDelayMs: 1 };
const usageMetadata = { promptTokenCount: 5, totalTokenCount: 5 };

/** One event with this text. */
const event = (text: string, members: object = {}, others: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [{ text }] }, ...members, index: 0 }],
  ...others,
});
const more = (continuationToken: string) => ({ finishReason: "CONTINUATION", continuationToken });
const stop = { finishReason: "STOP" };

/** Responses that are not the end of a long response, although their HTTP bodies are whole. */
const UNENDED: readonly (readonly [string, object])[] = [
  ["no candidates", { usageMetadata }],
  ["an empty list of candidates", { candidates: [], usageMetadata }],
  ["a candidate without a finish reason", event("two")],
  ["a finish reason that is none", event("two", { finishReason: "FINISH_REASON_UNSPECIFIED" })],
];

describe.each(ways)("F346 a later request of a long response brings no end, on $way", ({ start: startWay }) => {
  test.each(UNENDED)("%s: it is sent again, and the response is whole", async (_, unended) => {
    const started = await startWay();
    started.emulator.next([
      { events: [event("One ", more("a"))] },
      { events: [unended] },
      { events: [event("two three", stop)] },
    ]);
    const client = started.client({ retry });
    const { text, finishReason } = await client.sendMessage("Count");
    expect([text, finishReason]).toEqual(["One two three", "STOP"]);
    expect(client.history[1]?.parts).toEqual([{ text: "One two three" }]);
    expect(started.requests().map(({ continuationToken }) => continuationToken)).toEqual([undefined, "a", "a"]);
  });

  test.each(UNENDED)("%s each time: the call fails with text and token, as a stream does", async (_, unended) => {
    for (const method of ["generate", "generateStream"] as const) {
      const started = await startWay();
      started.emulator.next([{ events: [event("One ", more("a"))] }, { events: [unended] }, { events: [unended] }]);
      const client = started.client({ retry });
      const error = await failureOf(
        method === "generate" ? client.generate("Count") : client.generateStream("Count").response(),
      );
      expect(error).toMatchObject({ code: "stream_interrupted" });
      expect(error.partial?.text).toMatch(/^One /);
      expect(error.partial?.candidates[0]?.continuationToken).toBe("a");
    }
  });
});
