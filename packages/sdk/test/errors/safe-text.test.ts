import { describe, expect, test } from "vitest";
import { describeValue, safeText } from "../../src/errors/safe-text.ts";
import { apiError } from "../../src/refusals/api-error.ts";
import { processorTimeOf } from "../support/processor-time.ts";

// Shaped like Google's, and plainly fake.
const secrets = [
  "ya29.fake-access-token_0123456789",
  "AIzaFakeFakeFakeFakeFakeFakeFakeFakeFake",
  "AQ.fakefake-fake_fakefakefakefakefake",
  "GOCSPX-fake-client-secret",
  "1//fake-refresh-token-0123456789",
  "eyJmYWtlIjoiZmFrZSJ9.eyJmYWtlIjoiZmFrZSJ9.fakefakefake",
];

describe("safeText", () => {
  test.each(secrets)("redacts %s", (secret) => {
    for (const text of [secret, `token=${secret}&x=1`, `"${secret}"`, `Bearer ${secret}`, `(${secret})`]) {
      const safe = safeText(`before ${text} after`);
      expect(safe).not.toContain(secret.slice(0, 12));
      expect(safe).toContain("[redacted]");
      expect(safe).toMatch(/^before .* after$/);
    }
  });

  test("redacts what follows Bearer, whatever it looks like", () => {
    expect(safeText("authorization: Bearer fake123 sent")).toBe("authorization: [redacted] sent");
    expect(safeText("authorization: bearer fake123 sent")).toBe("authorization: [redacted] sent");
  });

  test("F88 removes control characters, escape sequences and bidirectional overrides", () => {
    const hostile = "a\u001b[31mb\u001b]8;;https://x\u0007c\u009b2Jd\be\u202ef\u2066g\u200bh\u0000i\u007fj\u2028k";
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(safeText(hostile)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
  });

  test("returns one line of at most 400 characters, and splits no character", () => {
    expect(safeText(" a\r\n\tb  c\u00a0d ")).toBe("a b c d");
    expect(safeText("x".repeat(400))).toBe("x".repeat(400));
    expect(safeText("x".repeat(401))).toBe(`${"x".repeat(400)}…`);
    const cut = safeText(`${"x".repeat(399)}😀😀`);
    expect(Buffer.from(cut).toString()).toBe(cut);
  });

  test.each(["eyJ", "eyJ-", "ya29.", "AIza", "AQ.", "GOCSPX-", "1//", "Bearer ", " ", "\u0000"])(
    "processes 64 KiB of %j quickly",
    (piece) => {
      const text = piece.repeat(65_536 / piece.length);
      expect(processorTimeOf(() => safeText(text))).toBeLessThan(500_000);
    },
  );

  test("redacts a secret across the end of the quote before truncating", () => {
    expect(safeText(`${"x".repeat(390)} ${secrets[0]}`)).not.toContain("ya29");
  });
});

test.each<[unknown, string]>([
  [null, "null"],
  [undefined, "undefined"],
  [5, "5"],
  [Number.NaN, "NaN"],
  [true, "true"],
  [10n, "10"],
  ["", "an empty string"],
  ["canary", "a string"],
  [[1, 2], "an array of 2"],
  [{ canary: 1 }, "an object"],
  [() => "canary", "a function"],
  [Symbol("canary"), "a symbol"],
])("describeValue(%o) names the type and quotes no text", (value, description) => {
  expect(describeValue(value)).toBe(description);
});

test("neither message nor fields of an API error contain secrets or control characters", () => {
  const hostile = `\u001b[2J${secrets.join(" ")}`;
  const details = [
    { reason: hostile, domain: hostile },
    { links: [{ description: hostile, url: "https://support.google.com/" }] },
  ];
  const error = apiError({
    status: 418,
    body: JSON.stringify({ error: { message: hostile, status: hostile, details } }),
    header: () => undefined,
    credentialKind: "access-token",
    now: 0,
  });
  const visible = JSON.stringify([error, error.message, error.stack]);
  for (const secret of secrets) expect(visible).not.toContain(secret);
  expect(visible).not.toContain("\\u001b");
  expect(error.raw).toContain(secrets[0]);
});
