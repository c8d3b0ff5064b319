import { expect, test } from "vitest";
import { ask, model, user } from "./ask.ts";

const later = (told: string, question: string) =>
  ask([user(told), model("Noted."), user("What is 2+2?"), model("4"), user(question)]);

test("greets whoever gives a name", () => {
  expect(ask("My name is Alice.")).toBe("Nice to meet you, Alice!");
});

test.each([
  ["My name is Alice.", "What is my name?", "Your name is Alice."],
  ["Hi, my name is Alice and I live in Paris.", "Where do I live?", "You live in Paris."],
  ["Call me Bob", "Do you remember my name?", "Your name is Bob."],
  ["My favourite colour is dark green!", "What's my favorite color?", "Your favorite color is dark green."],
  ["I am 30 years old.", "How old am I?", "You are 30 years old."],
  ["My cats are Tom and Kit.", "What are my cats?", "Your cats are Tom and Kit."],
  ["Remember that the code word is swordfish.", "What is the code word?", "The code word is swordfish."],
  ["Remember that I like tea.", "What do I like?", "You like tea."],
  ["I'm Alice", "Who am I?", "You are Alice."],
])("remembers %j", (told, question, answer) => {
  expect(later(told, question)).toBe(answer);
});

test("does not know what it was not told, as after a cleared conversation", () => {
  expect(ask("What is my name?")).toBe("I do not know your name: you have not told me.");
  expect(ask([user("My name is Alice."), model("Hi"), user("What is my dog's name?")])).toContain(
    "you have not told me",
  );
});

test("believes the later of two facts", () => {
  expect(
    ask([user("My name is Alice."), model("Hi"), user("My name is Carol."), model("Hi"), user("What is my name?")]),
  ).toBe("Your name is Carol.");
});

test("does not take the model's own words for the user's", () => {
  expect(ask([user("Hello"), model("My name is Robot."), user("What is my name?")])).toContain("do not know");
});

test("reads what a short system instruction tells about the user", () => {
  const systemInstruction = { parts: [{ text: "You are helpful. The user's name is Dora." }] };
  expect(ask("What is my name?", { systemInstruction })).toBe("Your name is Dora.");
});
