import { expect, test } from "vitest";
import { ask, model, user } from "./ask.ts";

test.each([
  ["My name is Alice.", "Nice to meet you, Alice!", "What is my name?", "Your name is Alice."],
  ["Hi, my name is Bob and I live in Paris", "Nice to meet you, Bob!", "Tell me my name.", "Your name is Bob."],
  [
    "My favourite colour is green!",
    "Noted: your favourite colour is green.",
    "What's my favourite colour?",
    "Your favourite colour is green.",
  ],
  [
    "My cats are Tom and Kit.",
    "Noted: your cats are Tom and Kit.",
    "Do you know my cats?",
    "Your cats are Tom and Kit.",
  ],
])("remembers %j", (told, acknowledgement, question, answer) => {
  expect(ask(told)).toBe(acknowledgement);
  expect(ask([user(told), model("Noted."), user("What is 2+2?"), model("4"), user(question)])).toBe(answer);
});

test("the latest statement counts", () => {
  const turns = [
    user("My name is Alice."),
    model("Hi"),
    user("My name is Carol."),
    model("Hi"),
    user("What is my name?"),
  ];
  expect(ask(turns)).toBe("Your name is Carol.");
});

test("does not know what the user did not say", () => {
  expect(ask("What is my name?")).toBe("I do not know your name: you have not told me.");
  expect(ask([user("Hello"), model("My name is Robot."), user("What is my name?")])).toContain("do not know");
  expect(ask([user("My name is Alice."), model("Hi"), user("What is my dog's name?")])).toContain("do not know");
});
