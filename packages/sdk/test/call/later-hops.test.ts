import { describe, expect, test } from "vitest";
import { start, ways } from "../client/support/ways.ts";
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
  test.each(UNENDED)("%s: it is retried, and the response is whole", async (_, unended) => {
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

describe("F348 what a later request says about its own piece", () => {
  /** A piece that repeats its first word from a page, in bytes of UTF-8. */
  const cited = (text: string, uri: string, endIndex: number, members: object) =>
    event(text, { ...members, citationMetadata: { citationSources: [{ endIndex, uri }] } });
  const pieces = [
    { events: [cited("Größe und ", "https://example.com/one", 7, more("a"))] },
    { events: [cited("Maße, ", "https://example.com/two", 5, more("b"))] },
    { events: [event("Zahlen.", stop)] },
  ];

  test.each(["generate", "generateStream"] as const)("citations are of the whole text, by %s", async (method) => {
    const started = await start();
    started.emulator.next(pieces);
    const client = started.client();
    const response = await (method === "generate" ? client.generate("Cite") : client.generateStream("Cite").response());
    expect(response.text).toBe("Größe und Maße, Zahlen.");
    expect(response.citations()).toEqual([
      { text: "Größe", start: 0, end: 5, sources: [{ kind: "citation", uri: "https://example.com/one" }] },
      { text: "Maße", start: 10, end: 14, sources: [{ kind: "citation", uri: "https://example.com/two" }] },
    ]);
  });

  test("citations of a stream that breaks and continues at a checkpoint", async () => {
    const started = await start();
    const broken = [event("So: ", { continuationToken: "z" }), cited("Größe und ", "https://example.com/one", 7, {})];
    started.emulator.next([{ events: broken }, ...pieces]);
    const response = await started.client({ retry }).generateStream("Cite").response();
    expect(response.text).toBe("So: Größe und Maße, Zahlen.");
    expect(response.citations().map(({ text, start: from }) => [text, from])).toEqual([
      ["Größe", 4],
      ["Maße", 14],
    ]);
  });

  test.each([
    [
      [
        [2, -1],
        [2, -2],
        [4, -0.25],
      ],
      { tokenCount: 8, avgLogprobs: -0.875 },
    ],
    [
      [
        [2, undefined],
        [2, -2],
        [4, -0.25],
      ],
      { tokenCount: 8 },
    ],
    [
      [
        [2, -1],
        [undefined, -2],
        [4, -0.25],
      ],
      {},
    ],
    [
      [
        [undefined, undefined],
        [undefined, undefined],
        [undefined, -0.25],
      ],
      {},
    ],
    [
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      { tokenCount: 0 },
    ],
  ])("tokens and log probabilities of pieces: %j", async (counts, expected) => {
    const started = await start();
    const endings = [more("a"), more("b"), stop];
    started.emulator.next(
      endings.map((ending, index) => {
        const [tokenCount, avgLogprobs] = counts[index] ?? [];
        return { events: [event("a", { ...ending, tokenCount, avgLogprobs })] };
      }),
    );
    const [{ content: _, finishReason, index, ...others } = {}] = (await started.client().generate("Count")).candidates;
    expect([finishReason, index, others]).toEqual(["STOP", 0, expected]);
  });
});
