import { expect, test } from "vitest";
import { ask, user } from "./ask.ts";

const CONTEXT = "<session_context>\nThis is the Gemini CLI. My name is Nobody. What is 1+1?\n</session_context>";

test("passes over the official client's context block, as a turn or as a part", () => {
  expect(ask([user(CONTEXT), user("What is 2+2?")])).toBe("2 + 2 = 4.");
  expect(ask([{ role: "user", parts: [{ text: CONTEXT }, { text: "What is 2+2?" }] }])).toBe("2 + 2 = 4.");
  expect(ask([user(`${CONTEXT}\nWhat is 2+2?`)])).toBe("2 + 2 = 4.");
  expect(ask([user(CONTEXT), user("What is my name?")])).toContain("do not know");
});

test("answers the question, not the file that comes with it", () => {
  const file = "\n--- Content from referenced files ---\nWhat is 1+1?\n--- End of content ---";
  expect(ask([{ role: "user", parts: [{ text: "What is 2+2?" }, { text: file }] }])).toBe("2 + 2 = 4.");
});

test("the same request gives the same answer", () => {
  expect(ask("Tell me about rivers")).toBe(ask("Tell me about rivers"));
});
