import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonSchema, type Tool, tool } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";
import { declarationsIn, startAgent } from "./support/agent.ts";

const plain = {
  type: "object",
  properties: { city: { type: "string" }, days: { type: "integer", minimum: 1 } },
  required: ["city", "days"],
} as const;

interface Stay {
  city: string;
  days: number;
}

/** Where a tool of any schema puts what it got. */
type Take = (args: Stay) => string;

const libraries: readonly (readonly [library: string, make: (take: Take) => Tool])[] = [
  [
    "zod",
    (execute) => tool({ name: "book", parameters: z.object({ city: z.string(), days: z.int().min(1) }), execute }),
  ],
  [
    "arktype",
    (execute) => tool({ name: "book", parameters: type({ city: "string", days: "number.integer >= 1" }), execute }),
  ],
  [
    "valibot",
    (execute) => {
      const parameters = v.object({ city: v.string(), days: v.pipe(v.number(), v.integer(), v.minValue(1)) });
      return tool({ name: "book", parameters: toStandardJsonSchema(parameters), execute });
    },
  ],
  [
    "plain JSON Schema",
    (take) => tool({ name: "book", parameters: plain, execute: (args) => take(args as unknown as Stay) }),
  ],
  ["typed JSON Schema", (execute) => tool({ name: "book", parameters: jsonSchema<Stay>(plain), execute })],
];

describe.each(ways)("on $way", (way) => {
  it.each(libraries)("%s describes the arguments, and checks them", async (_library, make) => {
    const call = (args: Record<string, unknown>) => ({ functionCall: { name: "book", args } });
    const agent = await startAgent(
      [call({ city: "Rome", days: 0 }), call({ city: "Rome", days: 2 }), { text: "Booked." }],
      { way },
    );
    const got: Stay[] = [];
    const book = make((args) => {
      got.push(args);
      return "ok";
    });
    const response = await agent.client({ tools: [book] }).generate("canary-question");
    expect(response.text).toBe("Booked.");
    expect(got).toEqual([{ city: "Rome", days: 2 }]);
    expect(agent.responses(1)).toEqual([{ error: expect.stringMatching(/^The arguments are not valid: .*days/) }]);
    const functionDeclarations = declarationsIn(agent.requests()[0]);
    expect(functionDeclarations[0]).toMatchObject({
      name: "book",
      parametersJsonSchema: {
        type: "object",
        properties: { city: { type: "string" }, days: { type: "integer", minimum: 1 } },
      },
    });
    expect(functionDeclarations[0]).not.toHaveProperty("parameters");
  });
});

it("transforms and defaults of a schema apply to the arguments", async () => {
  const agent = await startAgent([{ functionCall: { name: "at", args: { time: "2026-11-28" } } }, { text: "Ok." }]);
  const got: unknown[] = [];
  const parameters = z.object({
    time: z.string().transform((text) => new Date(text)),
    zone: z.string().default("UTC"),
  });
  const at = tool({
    name: "at",
    parameters,
    execute: ({ time, zone }) => {
      got.push(time.getUTCFullYear(), zone);
      return "ok";
    },
  });
  await agent.client({ tools: [at] }).generate("canary");
  expect(got).toEqual([2026, "UTC"]);
});

it("a function without parameters is declared without them and accepts any arguments", async () => {
  const agent = await startAgent([{ functionCall: { name: "now", args: { any: 1 } } }, { text: "Ok." }]);
  const now = tool({ name: "now", description: "Returns the time.", execute: () => "noon" });
  await agent.client({ tools: [now] }).generate("canary");
  expect(agent.requests()[0]?.tools).toEqual([
    { functionDeclarations: [{ name: "now", description: "Returns the time." }] },
  ]);
  expect(agent.responses()).toEqual([{ result: "noon" }]);
});

describe("F81 a schema", () => {
  it.each([
    ["a bare Valibot schema", v.object({ a: v.string() }), /toStandardJsonSchema/],
    ["what JSON cannot hold", z.object({ at: z.date() }), /at\.parameters/],
    ["no object", { type: "string" }, /wrap it into one/],
    ["a parameter with an invalid name", { type: "object", properties: { "a b": {} } }, /a b/],
  ])("%s is invalid_options before anything is sent", async (_what, parameters, message) => {
    const agent = await startAgent([]);
    const at = tool({ name: "at", parameters: parameters as never, execute: () => "ok" });
    const error = await failureOf(agent.client({ tools: [at] }).generate("canary"));
    expect(error).toMatchObject({ code: "invalid_options", option: "at.parameters", attempts: 0 });
    expect(error.message).toMatch(message);
    expect(agent.requests()).toEqual([]);
  });

  it("that loses constraints causes one warning, and is converted once", async () => {
    const agent = await startAgent([{ text: "Ok." }, { text: "Ok." }]);
    const parameters = { type: "object", properties: { code: { type: "string", pattern: "^[A-Z]{3}$" } } };
    const client = agent.client({ tools: [tool({ name: "look", parameters, execute: () => "ok" })] });
    await client.generate("canary");
    // Too late: the schema has been read.
    Object.assign(parameters, { properties: {} });
    await client.generate("canary");
    const [first, second] = agent.requests().map(({ tools }) => tools);
    expect(second).toEqual(first);
    const warnings = agent.events.filter(({ type: kind }) => kind === "warning");
    expect(warnings).toMatchObject([
      { code: "schema_changed", message: expect.stringContaining("`pattern` at #/properties/code") },
    ]);
  });
});

it.each([
  [{}, /tool.*name/],
  [{ name: "" }, /tool\.name/],
  [{ name: "a", execute: 5 }, /tool\.execute/],
  [{ name: "a", timeout: 0 }, /tool\.timeout/],
  [{ name: "a", needsApproval: "yes" }, /tool\.needsApproval/],
  [{ name: "a", parameters: "city" }, /tool\.parameters/],
  [{ name: "a", handler: () => 1 }, /tool\.handler/],
  [undefined, /tool/],
])("tool(%j) is invalid_options at once", (init, message) => {
  expect(() => tool(init as never)).toThrow(message);
});
