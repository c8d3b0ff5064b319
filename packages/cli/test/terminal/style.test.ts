import { expect, test } from "vitest";
import { dim, takesStyle } from "../../src/terminal/style.ts";

const terminal = { isTTY: true };

test("F89 styles text only on a terminal, and not with NO_COLOR or TERM=dumb", () => {
  expect(takesStyle(terminal, { TERM: "xterm-256color" })).toBe(true);
  expect(takesStyle(terminal, { NO_COLOR: "" })).toBe(true);
  expect(takesStyle(terminal, { NO_COLOR: "1" })).toBe(false);
  expect(takesStyle(terminal, { TERM: "dumb" })).toBe(false);
  expect(takesStyle({}, { TERM: "xterm-256color" })).toBe(false);
});

test("F89 dim text ends its own style, and empty text gets none", () => {
  expect(dim("a")).toBe("\u001b[2ma\u001b[22m");
  expect(dim("")).toBe("");
});
