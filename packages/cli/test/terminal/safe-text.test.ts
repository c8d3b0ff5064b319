import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SafeText, safeLine, safeText } from "../../src/terminal/safe-text.ts";

describe("F88 removes what a terminal would execute", () => {
  test.each([
    ["CSI colours", "a\u001b[31;1mred\u001b[0mb", "aredb"],
    ["CSI cursor movement and clearing", "\u001b[2J\u001b[H\u001b[10Ahidden", "hidden"],
    ["CSI with private parameters", "\u001b[?1049h\u001b[?25lx", "x"],
    ["8-bit CSI", "a\u009b31mb", "ab"],
    ["OSC 8 links, ended by ST", "\u001b]8;;https://example.com\u001b\\shown\u001b]8;;\u001b\\", "shown"],
    ["OSC 52 clipboard, ended by BEL", "a\u001b]52;c;ZmFrZQ==\u0007b", "ab"],
    ["8-bit OSC, ended by 8-bit ST", "a\u009d0;title\u009cb", "ab"],
    ["DCS", "a\u001bP1$r0m\u001b\\b", "ab"],
    ["APC, PM and SOS", "a\u001b_Gi=1;AAAA\u001b\\b\u001b^x\u001b\\c\u001bXy\u001b\\d", "abcd"],
    ["8-bit DCS, SOS, PM and APC", "a\u0090x\u009cb\u0098x\u009cc\u009ex\u009cd\u009fx\u009ce", "abcde"],
    ["two-character escapes: reset, save, character sets", "a\u001bcb\u001b7c\u001b(Bd", "abcd"],
    ["other C1", "a\u0085b\u008dc", "abc"],
    ["bell, backspace, delete, NUL, shift out", "a\u0007b\bc\u007fd\u0000e\u000ef", "abcdef"],
    ["vertical tab and form feed", "a\u000bb\u000cc", "abc"],
    ["bidi embeddings, overrides and isolates", "a\u202eb\u202dc\u202ad\u202be\u202cf\u2066g\u2069h", "abcdefgh"],
    ["carriage returns, so that a line cannot be written over", "one\r\ntwo\rthree", "one\ntwothree"],
    ["a sequence inside a sequence", "a\u001b]0;\u001b[31mtitle", "atitle"],
    ["an escape before an escape", "a\u001b\u001b[31mb", "ab"],
    ["control characters inside a sequence", "a\u001b[3\u00071mb", "ab"],
  ])("%s", (_name, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  test("keeps text: tabs, newlines, every script, joined emoji, direction marks", () => {
    const text = "\tdef f():\n\t\treturn [31m\n“naïve” 日本語 שלום\u200f 👩‍👩‍👧 e\u0301";
    expect(safeText(text)).toBe(text);
  });

  test("an unterminated sequence hides only the rest of its line", () => {
    expect(safeText("a\u001b]0;never ended\nnext line")).toBe("a\nnext line");
    expect(safeText("a\u001b[31\nnext line")).toBe("a\nnext line");
    expect(safeText("end\u001b")).toBe("end");
  });

  test("joins a surrogate pair split over two pieces, and replaces a lone surrogate", () => {
    const filter = new SafeText();
    expect([filter.write("a\ud83d"), filter.write("\ude00b\ud83d"), filter.end()]).toEqual(["a", "😀b", "\ufffd"]);
    expect(safeText("a\ude00b\ud83dc")).toBe("a\ufffdb\ufffdc");
  });

  test("safeLine returns a single line", () => {
    expect(safeLine("  one\r\ntwo\rthree\u001b[2K\u2028four\n")).toBe("one two three four");
  });
});

const hostile = fc.constantFrom(
  "\u001b",
  "[",
  "]",
  "P",
  "\\",
  "\u0007",
  "\u009b",
  "\u009d",
  "\u009c",
  "\r",
  "\n",
  "\t",
  "\u202e",
  "\ud83d",
  "\ude00",
  "m",
  ";",
  "31",
  "x",
  "é",
);
const text = fc.oneof(
  fc.array(hostile).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary" }),
);
const cuts = fc.array(fc.nat({ max: 40 }));

describe("F88 for any input", () => {
  test("the output does not depend on where the input is split", () => {
    fc.assert(
      fc.property(text, cuts, (whole, lengths) => {
        const filter = new SafeText();
        let rest = whole;
        let shown = "";
        for (const length of lengths) {
          shown += filter.write(rest.slice(0, length));
          rest = rest.slice(length);
        }
        shown += filter.write(rest) + filter.end();
        expect(shown).toBe(safeText(whole));
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test("no output contains a control character, a bidi override or a lone surrogate", () => {
    fc.assert(
      fc.property(fc.array(text), (pieces) => {
        const filter = new SafeText();
        const shown = [...pieces.map((piece) => filter.write(piece)), filter.end()];
        for (const piece of shown) {
          expect(piece).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/u);
        }
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });

  test("leaves other text unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (plain) => {
        expect(safeText(plain)).toBe(plain);
      }),
      { seed: 1 },
    );
  });
});
