import { describe, expect, test } from "vitest";
import { ask, user } from "./ask.ts";

describe("say", () => {
  test.each([
    ["Say hello in one word", "Hello"],
    ["Say hi", "Hi"],
    ["Repeat after me: I am a fish.", "I am a fish"],
    ["Reply with exactly OK", "OK"],
    ['Answer with only the word "pong".', "pong"],
    ["Reply only with the word blue", "Blue"],
  ])("%j", (prompt, answer) => {
    expect(ask(prompt)).toBe(answer);
  });
});

describe("known answers", () => {
  test("gives a real sentence to the usual demonstration prompt", () => {
    const answer = ask("Explain quantum computing in one sentence");
    expect(answer).toMatch(/^Quantum computing uses qubits.*\.$/);
    expect(answer.match(/\./g)).toHaveLength(1);
  });

  test.each([
    ["What is the capital of France?", "Paris"],
    ["Why is the sky blue?", "scatter"],
    ["Explain recursion", "smaller problem"],
    ["How does AI work?", "Artificial intelligence"],
  ])("%j", (prompt, expected) => {
    expect(ask(prompt)).toContain(expected);
  });
});

describe("greeting", () => {
  test.each(["hello", "Hello!", "hi there"])("%j", (prompt) => {
    expect(ask(prompt)).toBe("Hello! How can I help you?");
  });

  test("says what it is, and does not pretend to be a model", () => {
    expect(ask("Who are you?")).toContain("offline emulator");
  });
});

describe("open questions", () => {
  test("names the subject, the script, and the way to a real answer", () => {
    const answer = ask("Tell me about Napoleon");
    expect(answer).toContain("“Napoleon”");
    expect(answer).toContain("answers from a script");
    expect(answer).toContain("Sign in");
  });

  test("keeps to one sentence if that is asked", () => {
    expect(ask("Explain tax law in one sentence").match(/\./g)).toHaveLength(1);
  });

  test("answers even when nothing was said", () => {
    expect(ask([])).toContain("no text");
    expect(ask([user("")])).toContain("no text");
  });
});

describe("media", () => {
  test("names what came, and does not pretend to have looked", () => {
    const parts = [{ text: "Describe this." }, { inlineData: { mimeType: "image/png", data: "AAAA" } }];
    const answer = ask([{ role: "user", parts }]);
    expect(answer).toContain("image/png");
    expect(answer).toContain("cannot look at media");
  });
});
