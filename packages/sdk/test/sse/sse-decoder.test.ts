import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { GeminiError } from "../../src/errors/gemini-error.ts";
import { SseDecoder, type SseEvent } from "../../src/sse/sse-decoder.ts";
import { processorTimeOf } from "../support/processor-time.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A decoder, and what the bytes that are pushed into it complete. */
function reading(longestEvent?: number) {
  let events: string[] = [];
  const push = ({ bytes, from, to }: SseEvent) =>
    void events.push(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, to)));
  const decoder = new SseDecoder({ push }, longestEvent);
  return {
    push(bytes: Uint8Array): string[] {
      events = [];
      decoder.push(bytes);
      return events;
    },
  };
}

/** Counts the bytes of the arrays that are made by their length. */
function countAllocatedBytes(): () => number {
  let allocated = 0;
  const construct = (target: typeof Uint8Array, given: unknown[], newTarget: () => unknown): Uint8Array => {
    if (typeof given[0] === "number") allocated += given[0];
    return Reflect.construct(target, given, newTarget);
  };
  vi.stubGlobal("Uint8Array", new Proxy(Uint8Array, { construct }));
  onTestFinished(() => void vi.unstubAllGlobals());
  return () => allocated;
}

// The rules of https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation, one a row.
const rules: readonly (readonly [rule: string, stream: string | Uint8Array, events: readonly string[]])[] = [
  ["a line feed ends a line", "data: a\n\ndata: b\n\n", ["a", "b"]],
  ["a carriage return ends a line", "data: a\r\rdata: b\r\r", ["a", "b"]],
  ["both together end one line", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
  ["line ends of every kind in one stream", "data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\n\r", ["a\nb\nc", "d"]],
  ["a carriage return alone at the very end ends the event", "data: a\r\n\r", ["a"]],
  ["one byte order mark at the start is dropped", "\ufeffdata: a\n\n", ["a"]],
  ["a second one is not", "\ufeff\ufeffdata: a\n\n", []],
  ["nor one on a later line", "data: a\n\n\ufeffdata: b\n\n", ["a"]],
  ["nor one within the data", "data: \ufeffa\n\n", ["\ufeffa"]],
  ["a line without a colon is a field with an empty value", "data\ndata\n\n", ["\n"]],
  ["one space after the colon is dropped", "data:a\n\ndata: b\n\ndata:  c\n\n", ["a", "b", " c"]],
  ["no other white space is", "data:\ta\n\n", ["\ta"]],
  ["a colon within the value stays", "data: a: b:c\n\n", ["a: b:c"]],
  ["several data lines are joined by line feeds", "data: a\ndata:\ndata: b\n\n", ["a\n\nb"]],
  ["a line that begins with a colon is a comment", ": hello\n:\n\ndata: a\n: within\ndata: b\n\n", ["a\nb"]],
  ["other fields do nothing", "event: x\nid: 1\nretry: 5\nfoo: bar\nfoo\ndata: a\n\n", ["a"]],
  ["field names are compared exactly", "Data: a\ndata : b\n data: c\n\n", []],
  ["an event with empty data is not dispatched", "data\n\ndata:\n\nevent: x\n\n\n\n", []],
  ["an event that no blank line ends is discarded", "data: a\n\ndata: b\n", ["a"]],
  ["so is a last line without an end", "data: a\n\ndata: b", ["a"]],
  ["UTF-8", "data: Grüße 😀 \u2028 \u0085\n\n", ["Grüße 😀 \u2028 \u0085"]],
  [
    "invalid UTF-8 becomes replacement characters",
    new Uint8Array([...bytesOf("data: "), 0xff, 0x61, 0xe2, 0x82, 10, 10, ...bytesOf("data: b\n\n")]),
    ["\ufffda\ufffd", "b"],
  ],
  ["NUL is a character like any other", "data: a\0b\n\n", ["a\0b"]],
];

describe("F43 the HTML standard's rules", () => {
  test.each(rules)("%s", (_, stream, events) => {
    const bytes = typeof stream === "string" ? bytesOf(stream) : stream;
    expect(reading().push(bytes)).toEqual(events);
  });

  test.each(rules)("%s, byte by byte", (_, stream, events) => {
    const bytes = typeof stream === "string" ? bytesOf(stream) : stream;
    const decoder = reading();
    expect([...bytes].flatMap((byte) => decoder.push(Uint8Array.of(byte)))).toEqual(events);
  });

  test("an event is dispatched as soon as its blank line has arrived, whatever follows a carriage return", () => {
    const decoder = reading();
    expect(decoder.push(bytesOf("data: a\r\n\r"))).toEqual(["a"]);
    expect(decoder.push(new Uint8Array(0))).toEqual([]);
    expect(decoder.push(bytesOf("\ndata: b\r\r"))).toEqual(["b"]);
    expect(decoder.push(bytesOf("data: c\n\n"))).toEqual(["c"]);
  });
});

describe("properties", () => {
  const alphabet = ["data", "data: ", "event:", ":", " ", "\r", "\n", "\r\n", "\ufeff", "x", "ü", "😀", "\n\n", "{}"];
  const word = fc.oneof(fc.constantFrom(...alphabet).map(bytesOf), fc.uint8Array({ minLength: 1, maxLength: 4 }));
  const streamBytes = fc.array(word, { maxLength: 60 }).map((words) => Buffer.concat(words));

  test("F43 any chunking of a stream yields the same events", () => {
    fc.assert(
      fc.property(streamBytes, fc.array(fc.nat(12), { minLength: 1, maxLength: 30 }), (bytes, sizes) => {
        const decoder = reading();
        const events: string[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          // Also empty pieces; and always some that are not, so that it ends.
          const size = (sizes[turn % sizes.length] ?? 0) + (turn % 3 === 0 ? 1 : 0);
          // One buffer for all reads, as some runtimes have it: the decoder must not keep a view of it.
          const shared = Uint8Array.from(bytes.subarray(at, at + size));
          events.push(...decoder.push(shared));
          shared.fill(0);
          at += size;
        }
        expect(events).toEqual(reading().push(bytes));
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test("lines of data are read as they were written", () => {
    const line = fc.string({ unit: "binary" }).map((text) =>
      Buffer.from(text)
        .toString()
        .replaceAll(/[\r\n]/g, " "),
    );
    const written = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { maxLength: 6 });
    const lineEnd = fc.constantFrom("\n", "\r", "\r\n");
    fc.assert(
      fc.property(written, lineEnd, (events, end) => {
        const stream = events.map((lines) => `${lines.map((one) => `data: ${one}${end}`).join("")}${end}`).join("");
        const expected = events.map((lines) => lines.join("\n")).filter((data) => data !== "");
        expect(reading().push(bytesOf(stream))).toEqual(expected);
      }),
      { seed: 1 },
    );
  });
});

describe("limits", () => {
  const tooLarge = expect.objectContaining({ code: "response_too_large", phase: "body" });

  test("F49 an event of 10 MB is read", () => {
    const text = "x".repeat(10_000_000);
    expect(reading().push(bytesOf(`data: ${text}\n\n`))).toEqual([text]);
  });

  test("F49 an endless line stops at the limit", () => {
    const decoder = reading(1_000_000);
    const piece = bytesOf("x".repeat(1_000));
    decoder.push(bytesOf("data: "));
    let pushed = 6;
    const pushForever = () => {
      for (;;) {
        decoder.push(piece);
        pushed += piece.length;
      }
    };
    expect(pushForever).toThrow(GeminiError);
    expect(pushed).toBe(999_006);
  });

  test("F49 by default at 64 MiB, and not a byte before", () => {
    const decoder = reading();
    const mebibyte = new Uint8Array(1024 * 1024).fill(120);
    decoder.push(bytesOf("data:".padEnd(mebibyte.length, "x")));
    for (let count = 1; count < 64; count += 1) decoder.push(mebibyte);
    expect(() => decoder.push(mebibyte.subarray(0, 1))).toThrow(tooLarge);
  });

  test("F49 endless data lines without a blank one stop too, and the limit is for each event", () => {
    const endless = reading(1_000);
    expect(() => endless.push(bytesOf("data: a\n".repeat(200)))).toThrow(tooLarge);
    const many = reading(1_000);
    expect(many.push(bytesOf("data: a\n\n".repeat(2_000)))).toHaveLength(2_000);
    expect(many.push(bytesOf(`${": comment\n".repeat(2_000)}data: b\n\n`))).toEqual(["b"]);
  });

  test("F49 an event of very many lines takes little more memory than its bytes", () => {
    let taken = "";
    const push = ({ bytes, from, to }: SseEvent) => {
      taken = new TextDecoder().decode(bytes.subarray(from, to));
    };
    const decoder = new SseDecoder({ push });
    const piece = bytesOf("data:\n".repeat(10_000));
    const allocated = countAllocatedBytes();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 100; count += 1) decoder.push(piece);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16_000_000);
    expect(allocated()).toBeGreaterThan(100 * piece.length);
    expect(allocated()).toBeLessThan(5 * 100 * piece.length);
    decoder.push(bytesOf("\n"));
    expect(taken).toBe("\n".repeat(999_999));
  });

  test("F49 a line in one-byte pieces takes little more memory than its bytes", () => {
    const decoder = reading();
    const length = 2_000_000;
    const before = process.memoryUsage();
    decoder.push(bytesOf("data:"));
    for (let sent = 0; sent < length; sent += 1) decoder.push(Uint8Array.of(120));
    const after = process.memoryUsage();
    const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    expect(grown).toBeLessThan(150_000_000);
    expect(decoder.push(bytesOf("\n\ndata: a\n\n"))).toEqual(["x".repeat(length), "a"]);
  });

  test("F52 comments take little memory, however long or many they are", () => {
    let pushed = 0;
    const decoder = new SseDecoder({ push: () => {} });
    const push = (bytes: Uint8Array) => {
      pushed += bytes.length;
      decoder.push(bytes);
    };
    const allocated = countAllocatedBytes();
    const piece = bytesOf("y".repeat(10_000));
    // The first line of a stream is no exception.
    for (let count = 0; count < 100; count += 1) push(piece);
    push(bytesOf("\n"));
    for (let round = 0; round < 500; round += 1) {
      push(bytesOf(": "));
      for (let count = 0; count < 10; count += 1) push(piece);
      push(bytesOf(`\n\ndata: {}\n\n${": short\n\n".repeat(1_000)}`));
    }
    expect(decoder.eventCount).toBe(500);
    expect(allocated()).toBeGreaterThan(0);
    expect(allocated()).toBeLessThan(pushed / 10);
  });

  test("F50 an event in pieces of 1 KiB takes linear time", () => {
    const parse = (size: number) => {
      const decoder = reading();
      const piece = bytesOf("x".repeat(1_024));
      decoder.push(bytesOf("data: "));
      for (let sent = 0; sent < size; sent += piece.length) decoder.push(piece);
      const [event] = decoder.push(bytesOf("\n\n"));
      if (event?.length !== size) throw new Error("not whole");
    };
    parse(1 << 20);
    // Eight times the bytes: a factor of 8 if time is linear, of 64 if it is quadratic.
    expect(processorTimeOf(() => parse(8 << 20)) / processorTimeOf(() => parse(1 << 20))).toBeLessThan(30);
  });

  test.each(["\n", "\r", "\r\n"])("F50 many lines ended by %j in one piece take linear time", (end) => {
    const parse = (lines: number) => {
      const stream = bytesOf(`data: a${end}${end}`.repeat(lines));
      if (reading().push(stream).length !== lines) throw new Error("not all");
    };
    parse(10_000);
    expect(processorTimeOf(() => parse(80_000)) / processorTimeOf(() => parse(10_000))).toBeLessThan(30);
  });
});
