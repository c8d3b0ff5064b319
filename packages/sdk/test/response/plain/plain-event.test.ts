import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { httpInfoSource } from "../../../src/errors/http-info.ts";
import { decodeUtf8 } from "../../../src/http/decode-utf8.ts";
import { statusOfValue } from "../../../src/refusals/parse-status.ts";
import { Accumulator } from "../../../src/response/accumulator.ts";
import type { ByteRange } from "../../../src/response/byte-ranges.ts";
import { type Decode, GenerateContentEvent } from "../../../src/response/generate-content-event.ts";
import { createPlainEventReader } from "../../../src/response/plain/plain-event-reader.ts";
import { StreamChunkClass } from "../../../src/response/stream-chunk.ts";

const decodePlain: Decode = (reply) => ({ payload: reply as object, traceId: undefined });
const decodeEnvelope: Decode = (reply) => {
  const { response, traceId } = reply as { response?: object; traceId?: unknown };
  return { payload: response ?? {}, traceId: typeof traceId === "string" ? traceId : undefined };
};

/** Everything that can be read from the chunks of events and from the response that they make. */
function everything(events: readonly GenerateContentEvent[]) {
  const answer = new Accumulator(httpInfoSource(200, {}));
  const chunks = events.map((event) => {
    answer.add(event);
    const chunk = new StreamChunkClass(event, answer.shown);
    const { textDelta, thinkingDelta, finishReason, usageMetadata, candidates, raw } = chunk;
    return { textDelta, thinkingDelta, finishReason, usageMetadata, candidates, raw };
  });
  const {
    hasContent,
    hasAnswer,
    hasShownAnswer,
    complete,
    hasMoreToCome,
    traceId,
    modelVersion,
    responseId,
    usageMetadata,
    promptFeedback,
  } = answer;
  return {
    chunks,
    whole: { hasContent, hasAnswer, hasShownAnswer, complete, hasMoreToCome, candidates: answer.candidates() },
    raw: answer.raw(),
    facts: [traceId, modelVersion, responseId, usageMetadata, promptFeedback],
  };
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom("", "\ud800", '"', "\\", "\u2028", "</x>"),
);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const part = fc.record(
  { text, thought: maybe(fc.boolean()), thoughtSignature: maybe(fc.constant("ZmFrZQ==")) },
  { requiredKeys: ["text"] },
);
/** Of a long answer; the last ones are none. */
const token = maybe(fc.constantFrom("Y2FuYXJ5", "Y2FuYXJ5LTI=", "", null, 5));
const candidate = fc.record(
  {
    content: fc.record({ role: maybe(fc.constantFrom("model", "user")), parts: fc.array(part, { maxLength: 2 }) }),
    finishReason: maybe(fc.constantFrom("STOP", "MAX_TOKENS", "CONTINUATION", "", "stop")),
    continuationToken: token,
    index: maybe(fc.constantFrom(0, 1, -0, 0.5)),
    safetyRatings: maybe(fc.constant([])),
  },
  { requiredKeys: ["content"] },
);
const payload = fc.record(
  {
    candidates: fc.array(candidate, { minLength: 0, maxLength: 2 }),
    usageMetadata: maybe(fc.jsonValue({ maxDepth: 4 })),
    modelVersion: maybe(fc.oneof(fc.string(), fc.integer())),
    responseId: maybe(fc.string()),
    promptFeedback: maybe(fc.constantFrom(null, { blockReason: "SAFETY" })),
    error: maybe(fc.constant({ code: 503 })),
  },
  { requiredKeys: ["candidates"] },
);
const typical = fc
  .record({ said: text, last: maybe(fc.constantFrom("STOP", "CONTINUATION")), tokens: fc.nat(), checkpoint: token })
  .map(({ said, last, tokens, checkpoint }) => ({
    candidates: [
      {
        content: { role: "model", parts: [{ text: said }] },
        ...(last ? { finishReason: last } : {}),
        index: 0,
        ...(checkpoint === undefined ? {} : { continuationToken: checkpoint }),
      },
    ],
    usageMetadata: { totalTokenCount: tokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: 3 }] },
    modelVersion: "gemini-fake",
  }));
const json = fc
  .tuple(
    fc.oneof(payload, typical),
    fc.boolean(),
    maybe(fc.oneof(text, fc.integer())),
    fc.constantFrom(undefined, 1, "\t"),
  )
  .map(([value, inEnvelope, traceId, space]) =>
    JSON.stringify(
      inEnvelope ? { response: value, ...(traceId === undefined ? {} : { traceId }) } : value,
      null,
      space,
    ),
  );
/** With a character inserted, removed or replaced, so mostly not JSON. */
const damaged = fc
  .tuple(
    json,
    fc.nat(),
    fc.nat({ max: 1 }),
    fc.constantFrom("", ",", '"', "}", "]", "\\", "0", "\n", "\u0000", "x", '{"a":1}'),
  )
  .map(([json, at, removed, put]) => {
    const place = at % (json.length + 1);
    return Buffer.from(json.slice(0, place) + put + json.slice(place + removed));
  });
const written = json.map((one) => Buffer.from(one));
/** With a byte missing, or replaced by bytes that break UTF-8. */
const brokenUtf8 = fc.tuple(json, fc.nat(), fc.constantFrom([], [0x80], [0xe2, 0x82], [0xff])).map(([one, at, put]) => {
  const bytes = Buffer.from(one);
  const place = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), Uint8Array.from(put), bytes.subarray(place + 1)]);
});

/** Texts of similar events: characters, and parts of characters. */
const pieceOfText = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom([], [0x61], [0x39], [0x5c, 0x6e], [0xc3, 0xa9], [0x22], [10]) },
  // Often, since they differ from the full parse only if one follows the other: the halves of "€".
  { weight: 1, arbitrary: fc.constantFrom([0xe2, 0x82], [0xac, 0x62]) },
);
/** Replaces a character, mostly by one other. */
const change = fc.tuple(fc.nat(), fc.constantFrom("0", "0", "1", "9", "10", "x", "}", "}}", ".", "-", '"', "T"));
const tail = fc.constantFrom("", "", "", "}", " ");
const likeIt = fc.tuple(pieceOfText, fc.array(change, { maxLength: 2 }), fc.boolean(), tail);
/** An event and others similar to it. */
const series = fc
  .tuple(fc.boolean(), maybe(fc.nat({ max: 120 })), fc.array(likeIt, { minLength: 2, maxLength: 5 }))
  .map(([inEnvelope, tokens, versions]) => {
    const content = { role: "model", parts: [{ text: "@" }] };
    const value = {
      candidates: [{ content, index: 0 }],
      usageMetadata: { totalTokenCount: tokens },
      modelVersion: "m-2.5",
    };
    const document = JSON.stringify(inEnvelope ? { response: value, traceId: "t1" } : value);
    return versions.map(([said, changes, digitsOnly, more]) => {
      const changed = changes.reduce((one, [at, put]) => withOneReplaced(one, at, put, digitsOnly), document);
      const [before = "", after = ""] = changed.split("@");
      return Buffer.concat([Buffer.from(before), Uint8Array.from(said), Buffer.from(after + more)]);
    });
  });

function withOneReplaced(document: string, at: number, put: string, digitsOnly: boolean): string {
  const places = [...document.matchAll(digitsOnly ? /[0-9]/g : /[^@]/g)];
  const place = places[at % Math.max(1, places.length)]?.index;
  return place === undefined ? document : document.slice(0, place) + put + document.slice(place + 1);
}

/** Puts the documents one after another, as they come: two into one block, the rest into another. */
function placesOf(documents: readonly Uint8Array[]): ByteRange[] {
  return [documents.slice(0, 2), documents.slice(2)].flatMap((together) => {
    const bytes = Buffer.concat(together);
    let to = 0;
    return together.map(({ length }) => {
      const from = to;
      to += length;
      return { bytes, from, to };
    });
  });
}

function plainText(document: string, hasEnvelope: boolean): string | undefined {
  const bytes = Buffer.from(document);
  return createPlainEventReader(hasEnvelope).read(bytes, 0, bytes.length)?.text;
}

describe.each([
  [false, decodePlain],
  [true, decodeEnvelope],
])("F46 with an envelope: %s", (hasEnvelope, decode) => {
  test("plain events are read as the full parse reads them", () => {
    let plain = 0;
    const check = (documents: readonly Uint8Array[]) => {
      const reader = createPlainEventReader(hasEnvelope);
      const scanned: GenerateContentEvent[] = [];
      const parsed: GenerateContentEvent[] = [];
      for (const place of placesOf(documents)) {
        const { bytes, from, to } = place;
        const event = reader.read(bytes, from, to);
        if (!event) continue;
        const value: unknown = JSON.parse(decodeUtf8(bytes, from, to));
        expect(statusOfValue(value)).toBeUndefined();
        scanned.push(new GenerateContentEvent(place, decode, event));
        parsed.push(new GenerateContentEvent(place, decode, undefined, value));
      }
      plain += scanned.length;
      expect(everything(scanned)).toEqual(everything(parsed));
    };
    const documents = fc.array(fc.oneof(written, damaged, brokenUtf8), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(documents, check), { numRuns: 4_000, seed: 1 });
    fc.assert(fc.property(series, check), { numRuns: 8_000, seed: 1 });
    // The property would hold for nothing if no event were plain.
    expect(plain).toBeGreaterThan(1_000);
  });
});

test.each([
  [
    "as the Gemini API writes it",
    '{"candidates": [{"content": {"parts": [{"text": "Hi"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 4,"totalTokenCount": 4,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 4}]},"modelVersion": "gemini-2.5-flash","responseId": "x"}',
    false,
  ],
  ["with a thought", '{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi","thought":true}]}}]}', false],
  [
    "as Code Assist writes it",
    '{"response":{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}]},"traceId":"t"}',
    true,
  ],
])("an event %s is plain", (_, json, hasEnvelope) => {
  expect(plainText(json, hasEnvelope)).toBe("Hi");
});

test.each([
  ["a signature", '{"candidates":[{"content":{"parts":[{"text":"Hi","thoughtSignature":"x"}]}}]}'],
  ["two parts", '{"candidates":[{"content":{"parts":[{"text":"a"},{"text":"b"}]}}]}'],
  ["candidates twice", '{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"candidates":[]}'],
  ["an unknown member", '{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"new":1}'],
  ["a continuation token", '{"candidates":[{"content":{"parts":[{"text":"a"}]},"continuationToken":"Y2FuYXJ5"}]}'],
  ["a missing end", '{"candidates":[{"content":{"parts":[{"text":"a"}]}}]'],
  ["something after the end", '{"candidates":[{"content":{"parts":[{"text":"a"}]}}]}}'],
])("an event with %s is parsed in full", (_, json) => {
  expect(plainText(json, false)).toBeUndefined();
});

test.each([
  ["begins", [0xac, 0x62]],
  ["ends", [0xe2, 0x82]],
])("an event whose text %s within a character is parsed in full, even after a similar plain event", (_, half) => {
  const document = (text: readonly number[]) =>
    Buffer.from(
      `{"candidates":[{"content":{"parts":[{"text":"${Buffer.from(text).toString("latin1")}"}]}}]}`,
      "latin1",
    );
  const reader = createPlainEventReader(false);
  const [plain, broken] = [document([0xc3, 0xa9]), document(half)];
  expect(reader.read(plain, 0, plain.length)?.text).toBe("é");
  expect(reader.read(broken, 0, broken.length)).toBeUndefined();
});
