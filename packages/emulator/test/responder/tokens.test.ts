import { expect, test } from "vitest";
import { countTokens } from "../../src/responder/tokens.ts";
import { ask, user } from "./ask.ts";

test("comes to about four characters a token", () => {
  const text = ask("Write 500 words about the sea");
  const charactersPerToken = text.length / countTokens([user(text)]);
  expect(charactersPerToken).toBeGreaterThan(3.4);
  expect(charactersPerToken).toBeLessThan(4.8);
});

test("a medium has 258 tokens, a signature and an empty prompt none", () => {
  expect(countTokens([{ parts: [{ inlineData: { mimeType: "image/png", data: "A".repeat(10_000) } }] }])).toBe(258);
  expect(countTokens([{ parts: [{ text: "", thoughtSignature: "c2lnbmF0dXJl" }] }])).toBe(0);
  expect(countTokens([])).toBe(0);
});

test("adds up over contents", () => {
  const [one, other] = [user("one two three"), user("four, five!")];
  expect(countTokens([one, other])).toBe(countTokens([one]) + countTokens([other]));
});
