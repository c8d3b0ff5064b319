import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractJson, PartialJson } from "../../src/schema/json/partial-json.ts";
import { countReading } from "./support/count-reading.ts";

/** JSON with keys and texts that parsers get wrong, at any depth. */
const { container, json } = fc.letrec<{ json: unknown; container: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false, "", 'a"b\\c\n\u0000', "😀", "\ud83d", "```json", "{", 0, -0.5, 1e-7, 1e21),
    fc.string({ unit: "grapheme" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    tie("container"),
  ),
  container: fc.oneof(
    fc.array(tie("json"), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(fc.oneof(fc.constantFrom("__proto__", "constructor", "toString", ""), fc.string()), tie("json")),
        {
          maxLength: 4,
        },
      )
      .map((members) => Object.fromEntries(members)),
  ),
}));

const written = (value: unknown) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 2));
const escaped = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Text before and after the value that a model may write. */
const wrappings: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["\ufeff \n", "\n"],
  ["```json\n", "\n```"],
  ["```\n", "\n```\n"],
  ["Here is the JSON:\n```json\n", "\n```\nAnything else?"],
  ["Sure, the result is ", " as you asked."],
];

const pieces = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });

/** Cuts a text into pieces of the given lengths, over and over. */
function cut(text: string, lengths: readonly number[]): readonly string[] {
  const parts: string[] = [];
  for (let start = 0, index = 0; start < text.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    parts.push(text.slice(start, start + length));
    start += length;
  }
  return parts;
}

/** Whether a partial value takes nothing back that the whole one says otherwise. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part === "string" && typeof whole === "string") return whole.startsWith(part);
  if (Array.isArray(part) && Array.isArray(whole)) {
    return part.length <= whole.length && part.every((item, index) => isPartOf(item, whole[index]));
  }
  if (typeof part !== "object" || part === null || typeof whole !== "object" || whole === null) {
    return Object.is(part, whole) || (part === 0 && whole === 0);
  }
  return (
    Array.isArray(part) === Array.isArray(whole) &&
    Object.entries(part).every(
      ([key, value]) =>
        Object.hasOwn(whole, key) && isPartOf(value, Object.getOwnPropertyDescriptor(whole, key)?.value),
    )
  );
}

describe("F130 a JSON value that arrives in pieces", () => {
  test("equals JSON.parse() for any wrapping and chunking, and no partial value contradicts it", () => {
    fc.assert(
      fc.property(
        container.chain((value) => fc.tuple(written(value), fc.boolean())),
        fc.constantFrom(...wrappings),
        pieces,
        ([text, escapes], [before, after], lengths) => {
          const body = escapes ? escaped(text) : text;
          const whole = JSON.parse(body);
          const parser = new PartialJson();
          const snapshots: string[] = [];
          for (const piece of cut(`${before}${body}${after}`, lengths)) {
            parser.push(piece);
            const { value } = parser;
            expect(value === undefined || isPartOf(value, whole)).toBe(true);
            const snapshot = parser.snapshot();
            expect(JSON.stringify(snapshot)).toBe(JSON.stringify(value));
            if (snapshot !== undefined) snapshots.push(JSON.stringify(snapshot));
          }
          expect(JSON.stringify(parser.end())).toBe(JSON.stringify({ kind: "complete", value: whole }));
          expect(JSON.stringify(extractJson(`${before}${body}${after}`))).toBe(
            JSON.stringify({ kind: "complete", value: whole }),
          );
        },
      ),
      { numRuns: 200, seed: 130 },
    );
  });

  test("snapshots do not change afterwards", () => {
    const parser = new PartialJson();
    const kept: { readonly text: string; readonly snapshot: unknown }[] = [];
    for (const piece of cut('{"a":[{"b":"one two","c":[1,2,{"d":null}]},"end"],"e":{"f":true}}', [3])) {
      parser.push(piece);
      const snapshot = parser.snapshot();
      kept.push({ snapshot, text: JSON.stringify(snapshot) });
    }
    expect(kept.map(({ snapshot }) => JSON.stringify(snapshot))).toEqual(kept.map(({ text }) => text));
    expect(new Set(kept.map(({ text }) => text)).size).toBeGreaterThan(10);
  });

  test("truncated anywhere, it is reported as truncated or missing, never as complete", () => {
    fc.assert(
      fc.property(container.chain(written), fc.constantFrom(...wrappings), fc.nat(), (text, [before], at) => {
        const whole = before + text;
        const short = whole.slice(0, at % whole.length);
        const begun = short.length > before.length;
        expect(extractJson(short).kind).toBe(begun ? "truncated" : "none");
      }),
      { numRuns: 200, seed: 130 },
    );
  });

  test("reads any value without surrounding text, including strings and numbers", () => {
    fc.assert(
      fc.property(json, pieces, (value, lengths) => {
        const parser = new PartialJson();
        for (const piece of cut(` ${JSON.stringify(value)}\n`, lengths)) parser.push(piece);
        expect(JSON.stringify(parser.end())).toBe(JSON.stringify({ kind: "complete", value }));
      }),
      { numRuns: 200, seed: 130 },
    );
  });

  test("delivers each element of a top-level array once, as soon as it is complete", () => {
    const parser = new PartialJson();
    const taken = ['[{"a":1', "},2", ",3,", '"x', '"', ",[4]]", " "].map((piece) => {
      parser.push(piece);
      return parser.takeElements();
    });
    expect(taken).toEqual([[], [{ a: 1 }], [2, 3].slice(0, 1).concat(3), [], ["x"], [[4]], []]);
  });

  test("does not deliver elements of an array within an object", () => {
    const parser = new PartialJson();
    parser.push('{"list":[1,2],"more":[3]}');
    expect(parser.takeElements()).toEqual([]);
  });

  test("treats keys such as __proto__ as data", () => {
    const outcome = extractJson('{"__proto__":{"polluted":true},"a":{"__proto__":1}}');
    expect(JSON.stringify(outcome)).toContain('{"__proto__":{"polluted":true},"a":{"__proto__":1}}');
    expect(Reflect.get({}, "polluted")).toBe(undefined);
  });
});

describe("F130 text that is not a JSON value", () => {
  test.each([
    ["nothing", "", { kind: "none" }],
    ["whitespace", " \n\ufeff", { kind: "none" }],
    ["prose", "I cannot help with [that].", { kind: "none" }],
    ["an empty fence", "```json\n", { kind: "none" }],
    ["a comma too many", '{"a":1,}', { kind: "invalid", position: 7 }],
    ["single quotes", "{'a':1}", { kind: "invalid", position: 1 }],
    ["a comment", '```json\n{"a":1 // one\n}\n```', { kind: "invalid", position: 15 }],
    ["a repeated key", '{"a":1,"a":2}', { kind: "invalid", position: 10 }],
    ["a number with a leading zero", "[012]", { kind: "invalid", position: 4 }],
    ["a line break in a string", '["a\nb"]', { kind: "invalid", position: 3 }],
    ["an unknown escape", '["\\x41"]', { kind: "invalid", position: 3 }],
    ["an unknown word", "[undefined]", { kind: "invalid", position: 1 }],
    ["a member alone in a fence", '```json\n"a": 1\n```', { kind: "none" }],
    ["a truncated string alone", '"abc', { kind: "truncated" }],
    ["a truncated object behind prose", 'It is {"a":', { kind: "truncated" }],
    ["invalid JSON behind prose", 'It is {"a":1,}', { kind: "invalid", position: 13 }],
  ])("%s", (_, text, outcome) => {
    expect(extractJson(text)).toEqual(outcome);
  });

  test("nested too deeply", () => {
    expect(extractJson("[".repeat(500) + "]".repeat(500)).kind).toBe("complete");
    expect(extractJson("[".repeat(501))).toEqual({ kind: "too-deep", position: 500 });
  });

  test.each([
    ["a value on the first line of a fence", '```{\n"a": 1\n}\n```', { a: 1 }],
    ["a string in a fence", '```json\n"abc"\n```\n', "abc"],
    ["a number in a fence without a word", "```\n12\n```", 12],
    ["a fence that is not closed", '```json\n\n  {"a": 1}', { a: 1 }],
    ["a fence with more than a word", '```json title="a"\n{"a": 1}\n```', { a: 1 }],
    ["prose before a string in a fence", 'It is\n```json\n"abc"\n```', "abc"],
  ])("%s is read", (_, text, value) => {
    expect(extractJson(text)).toEqual({ kind: "complete", value });
    const parser = new PartialJson();
    for (const piece of cut(text, [1])) parser.push(piece);
    expect(parser.end()).toEqual({ kind: "complete", value });
  });

  test("skips brackets in prose before the value", () => {
    const text = 'As in [1] and {this}, the answer is {"a": [1]}.';
    expect(extractJson('As in [note], {this}: {"a": [1]}.')).toEqual({ kind: "complete", value: { a: [1] } });
    // Which one is the value, is known only from the schema.
    expect(extractJson(text)).toEqual({ kind: "followed", position: text.indexOf('{"a"') });
  });
});

test("F130 the result does not depend on how the text is chunked", () => {
  const bits = [
    "{",
    "}",
    "[",
    "]",
    '"',
    "\\",
    "a",
    "1",
    ",",
    ":",
    "\n",
    "```",
    "~~~",
    "json",
    " ",
    "true",
    "{}",
    '{"a":1}',
  ];
  const text = fc.array(fc.constantFrom(...bits, "```json\n"), { maxLength: 16 }).map((some) => some.join(""));
  const opening = fc.constantFrom(undefined, "{" as const, "[" as const);
  fc.assert(
    fc.property(text, opening, fc.integer({ min: 1, max: 4 }), (whole, begins, size) => {
      const [atOnce, inPieces] = [new PartialJson(begins), new PartialJson(begins)];
      atOnce.push(whole);
      for (let at = 0; at < whole.length; at += size) inPieces.push(whole.slice(at, at + size));
      expect(inPieces.end()).toEqual(atOnce.end());
    }),
    { numRuns: 300, seed: 130 },
  );
});

describe("F130 reading is linear in the length of the text", () => {
  const record = JSON.stringify({ id: 1, name: "x".repeat(40), tags: ["a", "b"], nested: { deep: [1, 2, 3] } });
  const list = (count: number) => `[${Array.from({ length: count }, () => record).join(",")}]`;

  const charactersRead = (text: string, size: number) => {
    const work = countReading();
    const parser = new PartialJson();
    for (const piece of cut(text, [size])) {
      parser.push(piece);
      parser.takeElements();
    }
    expect(parser.end().kind).toBe("complete");
    return work.characters;
  };

  test.each([1, 7, 4096])("of 1 MB in pieces of %i characters", (size) => {
    const text = list(9_500);
    expect(text.length).toBeGreaterThan(900_000);
    expect(charactersRead(text, size)).toBe(text.length);
  });

  test("for one string of 1 MB, character by character", () => {
    const text = `["${"x".repeat(1_000_000)}"]`;
    expect(charactersRead(text, 1)).toBe(text.length);
  });

  test("for chunked prose with brackets but no JSON", () => {
    const text = "[see {this}, and {that: [a]}] ".repeat(5_000);
    const work = countReading();
    const parser = new PartialJson();
    for (const piece of cut(text, [7])) parser.push(piece);
    expect(parser.end().kind).not.toBe("complete");
    expect(work.characters).toBeLessThan(3 * text.length);
  });
});
