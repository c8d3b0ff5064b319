import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GenerateContentResponse } from "../../src/index.ts";
import { counts, end, part, serving, thought } from "./support/serving.ts";

const web = { web: { uri: "https://a.test/canary", title: "a.test" } };
const maps = { maps: { uri: "https://maps.test/canary", title: "Café", placeId: "places/1" } };
const own = { retrievedContext: { uri: "gs://canary/b.pdf", title: "b.pdf", text: "…" } };
const chunks = [web, maps, own];

const bytes = (text: string) => Buffer.byteLength(text);
const call = { functionCall: { name: "f", args: {} } };

/** A response that was not streamed. */
const reply = (parts: readonly object[], members: object) => ({
  candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0, ...members }],
});
const grounded = (groundingSupports: readonly unknown[], groundingChunks: readonly unknown[] = chunks) => ({
  groundingMetadata: { groundingChunks, groundingSupports },
});
const support = (segment: unknown, groundingChunkIndices: readonly number[] = [0]) => ({
  segment,
  groundingChunkIndices,
});

async function whole(parts: readonly object[], members: object): Promise<GenerateContentResponse> {
  return (await serving([], reply(parts, members))).client.generate("canary-prompt");
}

async function streamed(events: readonly object[], members: object): Promise<GenerateContentResponse> {
  const { client } = await serving([...events, { ...end("STOP", members), usageMetadata: counts }]);
  return client.generateStream("canary-prompt").response();
}

/** Where the citations say that they are. */
const found = (response: GenerateContentResponse) =>
  response.citations().map(({ text, start, end }) => {
    expect(response.text.slice(start, end)).toBe(text);
    return text;
  });

/** What a program reads that takes Google's positions as they stand. */
const read = ({ candidates }: GenerateContentResponse) =>
  candidates[0]?.groundingMetadata?.groundingSupports?.map(({ segment = {} }) => {
    const text = candidates[0]?.content?.parts?.[segment.partIndex ?? 0]?.text ?? "";
    return Buffer.from(text).subarray(segment.startIndex, segment.endIndex).toString();
  });

describe("F109 citations", () => {
  test("F109 passages, positions and sources of every kind", async () => {
    const text = "😀 Zürich ist schön. 東京は首都です。";
    const first = { endIndex: bytes("😀 Zürich ist schön."), text: "😀 Zürich ist schön." };
    const second = {
      partIndex: 0,
      startIndex: bytes("😀 Zürich ist schön. "),
      endIndex: bytes(text),
      text: "東京は首都です。",
    };
    const confidenceScores = [0.5, 0.25];
    const members = {
      ...grounded([{ ...support(second, [2, 1]), confidenceScores }, support(first)]),
      citationMetadata: {
        citationSources: [{ startIndex: 5, endIndex: 12, uri: "https://c.test", license: "MIT" }],
        citations: [{ endIndex: 4, title: "canary-book" }],
      },
    };
    const expected = [
      { text: "😀", start: 0, end: 2, sources: [{ kind: "citation", title: "canary-book" }] },
      {
        text: "😀 Zürich ist schön.",
        start: 0,
        end: 20,
        sources: [{ kind: "web", uri: "https://a.test/canary", title: "a.test" }],
      },
      { text: "Zürich", start: 3, end: 9, sources: [{ kind: "citation", uri: "https://c.test", license: "MIT" }] },
      {
        text: "東京は首都です。",
        start: 21,
        end: 29,
        sources: [
          { kind: "retrievedContext", uri: "gs://canary/b.pdf", title: "b.pdf", confidence: 0.5 },
          { kind: "maps", uri: "https://maps.test/canary", title: "Café", confidence: 0.25 },
        ],
      },
    ];
    expect((await whole([{ text }], members)).citations()).toEqual(expected);
    const response = await streamed(
      [part({ text: "😀 Zür" }), part({ text: "ich ist schön. 東" }), part({ text: "京は首都です。" })],
      members,
    );
    expect(response.citations()).toEqual(expected);
    expect(response.candidates[0]?.groundingMetadata).toEqual(members.groundingMetadata);
  });

  test("F109 no citations without metadata", async () => {
    expect((await whole([{ text: "canary" }], {})).citations()).toEqual([]);
    expect((await whole([call], grounded([support({ endIndex: 1 })]))).citations()).toEqual([]);
  });

  test("F109 parts of a response that was not streamed stay as they came", async () => {
    const parts = [{ text: "canary ü" }, { text: "" }, { text: "b" }, thought, { text: "c" }];
    const members = grounded([
      support({ startIndex: 7, endIndex: 9, text: "ü" }),
      support({ partIndex: 2, endIndex: 1, text: "b" }),
      support({ partIndex: 4, endIndex: 1, text: "c" }),
    ]);
    const response = await whole(parts, members);
    expect(response.content?.parts).toEqual(parts);
    expect(read(response)).toEqual(["ü", "b", "c"]);
    expect(found(response)).toEqual(["ü", "b", "c"]);
  });

  const events = [
    part(thought),
    part({ text: "canary 日本" }),
    part({ text: "語. " }),
    part(call),
    part({ text: "Straße " }),
    part({ text: "fin" }),
  ];

  test.each<[string, readonly object[]]>([
    [
      "the merged parts",
      [
        { partIndex: 1, startIndex: 7, endIndex: 16, text: "日本語" },
        { partIndex: 3, startIndex: 0, endIndex: 7, text: "Straße" },
      ],
    ],
    [
      "the parts as they came",
      [
        { partIndex: 1, startIndex: 7, endIndex: 16, text: "日本語" },
        { partIndex: 4, endIndex: 7, text: "Straße" },
      ],
    ],
    [
      "the whole text",
      [
        { startIndex: 7, endIndex: 16, text: "日本語" },
        { startIndex: 18, endIndex: 25, text: "Straße" },
      ],
    ],
    [
      "something else",
      [
        { partIndex: 9, startIndex: 70, endIndex: 160, text: "日本語" },
        { startIndex: 1, endIndex: 8, text: "Straße" },
      ],
    ],
  ])("F109 in a stream, positions that count %s", async (_, segments) => {
    const response = await streamed(events, grounded(segments.map((one) => support(one))));
    expect(found(response)).toEqual(["日本語", "Straße"]);
    expect(read(response)).toEqual(["日本語", "Straße"]);
    expect(JSON.stringify(response.raw)).toContain(JSON.stringify(segments[1]));
  });

  test("F109 segments that overlap, and one over several parts", async () => {
    const segments = [
      { startIndex: 3, endIndex: 9, text: "ary ab" },
      { startIndex: 0, endIndex: 9 },
      { partIndex: 0, startIndex: 0, endIndex: 6 },
    ];
    const response = await whole(
      [{ text: "canary " }, call, { text: "ab" }],
      grounded(segments.map((one) => support(one))),
    );
    expect(found(response)).toEqual(["canary", "canary ab", "ary ab"]);
  });

  test.each<[string, unknown]>([
    ["an end behind the text", { endIndex: 99 }],
    ["a part that does not exist", { partIndex: 7, endIndex: 3 }],
    ["an end before the start", { startIndex: 4, endIndex: 2 }],
    ["no end", { startIndex: 1 }],
    ["an end within a character", { endIndex: 9 }],
    ["a start within a character", { startIndex: 9, endIndex: 10 }],
    ["a negative index", { startIndex: -1, endIndex: 2 }],
    ["another type", { startIndex: "0", endIndex: "2" }],
    ["a text that is not there", { endIndex: 6, text: "elsewhere" }],
    ["null", null],
    ["a list", []],
  ])("F109 a segment with %s is left out", async (_, segment) => {
    const members = grounded([support(segment), support({ endIndex: 6 }), null, "support"]);
    for (const response of [
      await whole([{ text: "canary-日" }], { ...members, citationMetadata: { citations: {} } }),
      await streamed([part({ text: "can" }), part({ text: "ary-日" })], members),
    ]) {
      expect(found(response)).toEqual(["canary"]);
    }
  });

  test("F109 repeated texts whose positions match nothing are left out", async () => {
    const wrong = [
      { endIndex: 99 },
      { startIndex: 4, endIndex: 2 },
      { startIndex: 1 },
      { endIndex: 8 },
      null,
      "a",
      [],
      {},
    ];
    const citationMetadata = { citationSources: [...wrong, { endIndex: 6, uri: 5 }], citations: {} };
    const response = await whole([{ text: "canary-" }, { text: "日" }], { citationMetadata });
    expect(response.citations()).toEqual([{ text: "canary", start: 0, end: 6, sources: [{ kind: "citation" }] }]);
  });

  test("F109 sources that do not exist are left out, and passages without any", async () => {
    const supports = [
      support({ endIndex: 6 }, [9, 0, -1]),
      support({ endIndex: 3 }, [1]),
      support({ endIndex: 4 }, [2]),
      { segment: { endIndex: 5 } },
    ];
    const response = await whole(
      [{ text: "canary" }],
      grounded(supports, [web, null, { image: { title: "canary-image" } }]),
    );
    expect(response.citations().map(({ text, sources }) => [text, sources.map(({ kind }) => kind)])).toEqual([
      ["cana", ["image"]],
      ["canary", ["web"]],
    ]);
  });

  test("F109 whatever the text and wherever the stream is split", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).map((text) => ({ text })),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).map((text) => ({ text, thought: true })),
      fc.constant(call),
      fc.constant({ text: "" }),
    );
    const cases = fc.record({
      parts: fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => [...parts, { text: "canary 終" }]),
      at: fc.nat(),
      from: fc.nat(),
      to: fc.nat(),
      names: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ parts, at, from, to, names }) => {
        const spoken = parts.flatMap((one, index) =>
          "text" in one && one.text !== "" && !("thought" in one) ? [index] : [],
        );
        const partIndex = spoken[at % spoken.length] ?? 0;
        const letters = [...(parts[partIndex] as { text: string }).text];
        const [start, length] = [from % letters.length, 1 + (to % letters.length)];
        const text = letters.slice(start, start + length).join("");
        const startIndex = bytes(letters.slice(0, start).join(""));
        const segment = { partIndex, startIndex, endIndex: startIndex + bytes(text), ...(names && { text }) };
        const members = grounded([support(segment)]);
        expect(found(await whole(parts, members))).toEqual([text]);
        const named = grounded([support({ ...segment, text })]);
        const response = await streamed(
          parts.map((one) => part(one)),
          named,
        );
        expect(found(response)).toEqual([text]);
        expect(read(response)).toEqual([text]);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
