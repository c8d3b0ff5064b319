import { expect, test } from "vitest";
import { ask } from "./ask.ts";

test.each([
  ["List five fruits", 5],
  ["Name three planets.", 3],
  ["Give me 4 colours", 4],
  ["List 12 reasons to visit Japan", 12],
])("%j gives that many numbered lines", (prompt, count) => {
  const lines = ask(prompt).split("\n");
  expect(lines).toHaveLength(count);
  expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(
    Array.from({ length: count }, (_, index) => index + 1),
  );
});

test("knows common things, and calls the others placeholders", () => {
  expect(ask("Name three planets.")).toBe("1. Mercury\n2. Venus\n3. Earth");
  expect(ask("List 2 reasons to visit Japan")).toContain("Placeholder 1 for “reasons to visit Japan”");
});
