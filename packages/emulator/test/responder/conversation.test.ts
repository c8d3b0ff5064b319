import { expect, test } from "vitest";
import { ask, user } from "./ask.ts";

const CONTEXT = "<session_context>\nThis is the Gemini CLI. My name is Nobody. What is 1+1?\n</session_context>";

test("ignores the context block of the official client, as a turn or as a part", () => {
  expect(ask([user(CONTEXT), user("What is 2+2?")])).toBe("2 + 2 = 4.");
  expect(ask([{ role: "user", parts: [{ text: CONTEXT }, { text: "What is 2+2?" }] }])).toBe("2 + 2 = 4.");
  expect(ask([user(`${CONTEXT}\nWhat is 2+2?`)])).toBe("2 + 2 = 4.");
  expect(ask([user(CONTEXT), user("What is my name?")])).toContain("do not know");
});

test("the same request gets the same answer", () => {
  expect(ask("Tell me about rivers")).toBe(ask("Tell me about rivers"));
});
