import fc from "fast-check";
import { expect, test } from "vitest";
import { redactorFor } from "../../src/errors/redact.ts";
import { hexDigitsIn, hexGroups, hexOf } from "./support/hexadecimal.ts";

test("F153 no text is left with the bytes of a secret in hexadecimal, whatever stands between them", () => {
  const separator = fc.constantFrom("", ":", "-", " ", ", ", ".", "_", "|", "\\n", "\r\n", ":0x", "', '", "\u200b");
  const secret = fc.stringMatching(/^[\x21-\x7e]{6,40}$/);
  // No digits around it: the digits of other words may stand at both ends.
  const around = fc.stringMatching(/^[^0-9a-fA-F]{0,20}$/);
  fc.assert(
    fc.property(
      secret,
      separator,
      fc.integer({ min: 1, max: 4 }),
      around,
      around,
      (own, between, bytes, before, after) => {
        const redact = redactorFor([own]);
        const written = hexGroups(own, bytes).join(between);
        const text = redact(`${before}${written}${after}`);
        expect(hexDigitsIn(text)).not.toContain(hexOf(own));
        expect(text).toContain("[redacted]");
        // Of a longer secret, no six bytes are left.
        const digits = hexDigitsIn(text.replaceAll("[redacted]", ""));
        for (let at = 0; at + 12 <= hexOf(own).length; at += 2) {
          expect(digits).not.toContain(hexOf(own).slice(at, at + 12));
        }
      },
    ),
    { numRuns: 60, seed: 153 },
  );
});

test("F153 a key of hexadecimal digits, written with separators", () => {
  const redact = redactorFor(["0123456789abcdefca0a7f0123456789"]);
  for (const written of ["01:23:45:67:89:ab:cd:ef:ca:0a:7f:01:23:45:67:89", "01234567-89AB-CDEF-CA0A-7F0123456789"]) {
    expect(redact(`Key ${written}.`)).toBe("Key [redacted].");
  }
});

test("F153 numbers, times and identifiers that are no bytes of a secret are left", () => {
  const text = "2026-11-29 02:18:12 at 10.0.0.1:8080, request 5f3a:9c1b-77de, 50 of 60, 0x1f, id 0000-0000-0000";
  expect(redactorFor(["sk-FAKEcanary12345678", "981723", "canar1"])(text)).toBe(text);
});
