import { describe, expect, test } from "vitest";
import { collect } from "../support/clients.ts";
import { counts, serving, signed, thought } from "./support/serving.ts";

type Parts = readonly object[];

const candidate = (index: number | undefined, parts: Parts | undefined, finishReason?: string) => ({
  ...(index !== undefined && { index }),
  ...(parts && { content: { role: "model", parts } }),
  ...(finishReason !== undefined && { finishReason }),
});
const event = (...candidates: readonly object[]) => ({ candidates });

interface Case {
  readonly events: readonly object[];
  /** The same, not streamed; without it the only event. */
  readonly whole?: object;
  readonly text: string;
  readonly thinking?: string;
  readonly finishReason: string;
}

const sole = [event(candidate(1, [{ text: "canary-a" }])), event(candidate(1, [{ text: " b" }], "STOP"))];

const cases: Readonly<Record<string, Case>> = {
  "a sole candidate with the index 1": {
    events: sole,
    whole: event(candidate(1, [{ text: "canary-a b" }], "STOP")),
    text: "canary-a b",
    finishReason: "STOP",
  },
  "the first is blocked, the second answers": {
    events: [event(candidate(0, undefined, "SAFETY"), candidate(1, [{ text: "canary-second" }], "MAX_TOKENS"))],
    text: "canary-second",
    finishReason: "MAX_TOKENS",
  },
  "the first has empty parts, the second answers": {
    events: [event(candidate(undefined, [{ text: "" }, signed], "STOP"), candidate(2, [{ text: "canary-c" }], "STOP"))],
    text: "canary-c",
    finishReason: "STOP",
  },
  "the first made a failed call, the second answers": {
    events: [event(candidate(0, [], "MALFORMED_FUNCTION_CALL"), candidate(1, [{ text: "canary-second" }], "STOP"))],
    text: "canary-second",
    finishReason: "STOP",
  },
  "both have content, in any order": {
    events: [event(candidate(1, [{ text: "canary-1" }], "MAX_TOKENS"), candidate(0, [{ text: "canary-0" }], "STOP"))],
    text: "canary-0",
    finishReason: "STOP",
  },
  "a thought is content": {
    events: [event(candidate(0, undefined, "SAFETY"), candidate(1, [thought, { text: "canary-b" }], "STOP"))],
    text: "canary-b",
    thinking: "canary-thought",
    finishReason: "STOP",
  },
};

describe("F110 the candidate that accessors and history show", () => {
  test.each(Object.entries(cases))("F110 %s: the same streamed and not streamed", async (_, one) => {
    const { events, whole = events[0], text, thinking = "", finishReason } = one;
    const { client, warnings } = await serving([...events, { usageMetadata: counts }], whole);
    const streamed = client.chat();
    const stream = streamed.sendMessageStream("canary-prompt");
    const { chunks } = await collect(stream);
    const seen = {
      text: chunks.map(({ textDelta }) => textDelta).join(""),
      thinking: chunks.map(({ thinkingDelta }) => thinkingDelta).join(""),
      finishReason: chunks.findLast((chunk) => chunk.finishReason)?.finishReason,
    };
    expect(seen).toEqual({ text, thinking, finishReason });
    const unstreamed = client.chat();
    for (const response of [await stream.response(), await unstreamed.sendMessage("canary-prompt")]) {
      expect(response).toMatchObject({ text, thinking, finishReason });
    }
    expect(streamed.history[1]).toEqual(unstreamed.history[1]);
    expect(streamed.history[1]?.parts).toContainEqual({ text });
    expect(warnings()).toEqual([]);
  });

  test("F110 in a stream, the one whose content comes first, until the end", async () => {
    const { client } = await serving([
      event(candidate(0, undefined)),
      event(candidate(1, [{ text: "canary-b1" }])),
      event(candidate(0, [{ text: "canary-a1" }])),
      event(candidate(1, [{ text: " b2" }], "STOP"), candidate(0, [{ text: " a2" }], "MAX_TOKENS")),
      { candidates: [], usageMetadata: counts },
    ]);
    const stream = client.sendMessageStream("canary-prompt");
    const { text, chunks } = await collect(stream);
    expect(text).toBe("canary-b1 b2");
    expect(JSON.stringify(chunks[1])).toBe('{"type":"content","textDelta":"canary-b1"}');
    expect(JSON.parse(JSON.stringify(chunks[2]))).toMatchObject({ textDelta: "", candidates: [{ index: 0 }] });
    const response = await stream.response();
    expect(response).toMatchObject({ text, finishReason: "STOP", truncated: false });
    expect(response.candidates.map(({ index }) => index)).toEqual([0, 1]);
    expect(client.history[1]?.parts).toEqual([{ text }]);
  });

  test("F110 a cancelled stream keeps what its reader saw", async () => {
    const { client } = await serving(sole);
    const stream = client.sendMessageStream("canary-prompt");
    for await (const { textDelta } of stream) if (textDelta) stream.cancel({ keepPartial: true });
    expect((await stream.response()).text).toBe("canary-a");
    expect(client.history[1]?.parts).toEqual([{ text: "canary-a" }]);
  });
});
