import { expect, test } from "vitest";
import { ask } from "./ask.ts";

test.each([
  ["Count from 1 to 10", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"],
  ["Please count to five.", "1, 2, 3, 4, 5"],
  ["Count down from 5 to 1", "5, 4, 3, 2, 1"],
  ["Count from 2 to 10 by twos", "2, 4, 6, 8, 10"],
  ["Count from 1 to 3, each on its own line", "1\n2\n3"],
])("%j", (prompt, answer) => {
  expect(ask(prompt)).toBe(answer);
});
