import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  GeminiClient,
  type GenerateContentResponse,
  type OutputSchema,
  query,
  queryStream,
} from "../../../src/index.ts";
import { start, ways } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";
import { ada, personSchemas } from "./support/schemas.ts";

interface Send {
  readonly how: string;
  readonly send: (client: GeminiClient, schema: OutputSchema) => Promise<GenerateContentResponse>;
}

const sends: readonly Send[] = [
  { how: "generate", send: (client, schema) => client.generate("canary", { schema }) },
  { how: "generateStream", send: (client, schema) => client.generateStream("canary", { schema }).response() },
  { how: "sendMessage", send: (client, schema) => client.sendMessage("canary", { schema }) },
  { how: "sendMessageStream", send: (client, schema) => client.sendMessageStream("canary", { schema }).response() },
  { how: "chat.sendMessage", send: (client, schema) => client.chat().sendMessage("canary", { schema }) },
  {
    how: "chat.sendMessageStream",
    send: (client, schema) => client.chat().sendMessageStream("canary", { schema }).response(),
  },
];

describe.each(ways)("on $way", ({ start }) => {
  describe.each(sends)("$how", ({ send }) => {
    it.each(personSchemas)("F170 returns the object that a schema of $library describes", async ({ person }) => {
      const started = await start();
      started.emulator.next({ json: ada });
      const response = await send(started.client(), person);
      expect(response.object).toEqual(ada);
      expect(response.steps).toHaveLength(1);
      const [request] = started.requests();
      expect(request?.generationConfig).toMatchObject({
        responseMimeType: "application/json",
        responseJsonSchema: { type: "object", required: expect.arrayContaining(["name", "age", "role"]) },
      });
    });
  });

  it.each(personSchemas)("F170 the emulator accepts a schema of $library, and fills it", async ({ person, people }) => {
    const client = (await start()).client();
    expect((await client.generate("canary", { schema: person })).object).toMatchObject({ name: expect.any(String) });
    expect((await client.generate("canary", { schema: people })).object).toBeInstanceOf(Array);
  });

  it("F172 fails with the paths of what does not fit, and none of the content", async () => {
    const started = await start();
    started.emulator.next({ json: { name: "canary-name", age: "canary-age", role: "canary-role", more: 1 } });
    const error = await failureOf(
      started.client().generate("canary", { schema: personSchemas[0].person, repairAttempts: 0 }),
    );
    expect(error).toMatchObject({
      code: "output_invalid",
      option: "schema",
      attempts: 1,
      issues: [
        { path: "#/age", message: "is a string instead of a number" },
        { path: "#/role", message: "is none of the values that the schema lists" },
        { path: "#", message: "has members that the schema does not have" },
      ],
    });
    expect(error.message).toContain("at #/age, #/role, #.");
    expect(error.partial?.text).toContain("canary-age");
  });

  it("F172 a chat keeps nothing of an output that does not fit", async () => {
    const started = await start();
    started.emulator.next([{ json: {} }, { json: {} }]);
    const chat = started.client().chat();
    await failureOf(chat.sendMessage("canary", { schema: personSchemas[0].person }));
    expect(chat.history).toEqual([]);
    expect(chat.pending).toEqual([]);
  });

  it("F173 shows the model its output and the problems, and keeps only the repaired one", async () => {
    const started = await start();
    const { emulator } = started;
    emulator.next([{ json: { ...ada, age: "36" } }, { json: ada }]);
    const events: unknown[] = [];
    const client = started.client({ onEvent: (event) => events.push(event) });
    const chat = client.chat();
    const response = await chat.sendMessage("canary-question", { schema: personSchemas[0].person });
    expect(response.object).toEqual(ada);
    expect(response.steps).toHaveLength(2);
    expect(response.usageMetadata?.candidatesTokenCount).toBe(
      response.steps.reduce((sum, step) => sum + (step.usageMetadata?.candidatesTokenCount ?? 0), 0),
    );
    const [, repair] = started.requests();
    expect(repair?.contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
    expect(repair?.contents[2]?.parts).toEqual([{ text: expect.stringContaining("#/age: Invalid input") }]);
    expect(repair?.generationConfig.responseJsonSchema).toBeDefined();
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model"]);
    expect(JSON.parse(chat.history[1]?.parts?.[0]?.text ?? "")).toEqual(ada);
    expect(response.contents).toEqual(chat.history.slice(1));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "repair", repair: 1, reason: "output_invalid", paths: ["#/age"] }),
    );
  });
});

it("F174 applies transforms to the object, and sends what the model has to write", async () => {
  const started = await ways[0]!.start();
  started.emulator.next({ json: { day: "2026-01-02" } });
  const schema = z.object({
    day: z.string().transform(async (text) => new Date(text)),
    note: z.string().default("none"),
  });
  const { object } = await started.client().generate("canary", { schema });
  expect(object).toEqual({ day: new Date("2026-01-02"), note: "none" });
  expect(started.requests()[0]?.generationConfig.responseJsonSchema).toMatchObject({
    properties: { day: { type: "string" } },
  });
});

it("F170 query() and queryStream() take a schema too", async () => {
  const { emulator } = await start();
  emulator.next([{ json: ada }, { json: [ada, ada] }, { json: {} }, { json: {} }]);
  const options = { apiKey: "fake-key-canary", fetch: emulator.fetch } as const;
  const { person, people } = personSchemas[0];
  expect((await query("canary", { ...options, schema: person })).object).toEqual(ada);
  const taken: unknown[] = [];
  for await (const one of queryStream("canary", { ...options, schema: people }).elements()) taken.push(one);
  expect(taken).toEqual([ada, ada]);
  const error = await failureOf(query("canary", { ...options, schema: person, repairAttempts: 0 }));
  expect(error).toMatchObject({ code: "output_invalid", attempts: 1 });
});

it("F175 a schema for a client or a chat is refused: it belongs to a call", async () => {
  const client = (await start()).client();
  for (const make of [
    () => new GeminiClient({ schema: {} } as never),
    () => client.chat({ schema: {} } as never),
    () => client.chat({ repairAttempts: 1 } as never),
  ]) {
    expect(make).toThrow(expect.objectContaining({ remedy: expect.stringContaining("`generate(prompt, { schema") }));
  }
});
