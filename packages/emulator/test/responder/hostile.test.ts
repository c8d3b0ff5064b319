import { expect, test } from "vitest";
import { answerTo, ask, user } from "./ask.ts";

const LONG = 200_000;

/** Prompts on which a careless expression takes quadratic or exponential time. */
test.each([
  " ".repeat(LONG),
  "a".repeat(LONG),
  "my ".repeat(LONG / 4),
  "my is ".repeat(LONG / 8),
  `What is ${"1+".repeat(LONG / 2)}`,
  `say ${" ".repeat(LONG)}`,
  "in for at of ".repeat(LONG / 12),
  "Paris and ".repeat(LONG / 10),
  "a.b/".repeat(LONG / 4),
  '"'.repeat(LONG),
  "\n".repeat(LONG),
  "\ud800".repeat(1_000),
])("answers prompt %# quickly", { timeout: 2_000 }, (prompt) => {
  const parameters = {
    type: "OBJECT",
    properties: { path: { type: "STRING" }, city: { type: "STRING" }, count: { type: "INTEGER" } },
    required: ["path", "city", "count"],
  };
  const tools = [{ functionDeclarations: [{ name: "get_weather", parameters }] }];
  const toolConfig = { functionCallingConfig: { mode: "ANY" } };
  expect(answerTo([user(prompt), user(prompt)]).finishReason).toBe("STOP");
  expect(answerTo(prompt, { tools, toolConfig }).parts[0]?.functionCall?.args).toHaveProperty("city");
});

const nested = (depth: number): object =>
  depth === 0 ? { type: "string" } : { type: "object", properties: { a: nested(depth - 1) }, required: ["a"] };

test.each([
  { $ref: "#" },
  { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
  { allOf: Array.from({ length: 20 }, () => ({ $ref: "#" })) },
  { anyOf: [{ $ref: "#" }] },
  { type: "array", minItems: 1e9, items: { type: "array", minItems: 1e9, items: {} } },
  { type: "string", minLength: 1e12 },
  {
    type: "object",
    required: ["__proto__", "constructor"],
    properties: JSON.parse('{"__proto__": {"type": "string"}}'),
  },
  { type: 7, properties: [], required: "a", enum: {}, items: null, minItems: -1, minimum: "x" },
  { enum: [] },
  nested(500),
])("survives schema %#", { timeout: 2_000 }, (responseJsonSchema) => {
  const generationConfig = { responseMimeType: "application/json", responseJsonSchema } as object;
  const answer = ask("Give me 5 things", { generationConfig });
  expect(() => JSON.parse(answer)).not.toThrow();
  expect(answer.length).toBeLessThan(2_000_000);
});
