import { describe, expect, it } from "vitest";
import { z } from "zod";
import { start } from "../../client/support/ways.ts";
import { collect, failureOf } from "../../support/clients.ts";

const city = z.object({ city: z.string().optional(), size: z.number().optional() });
const cities = z.array(z.union([city, z.number(), z.string()]));
const canary = '{"city": "canary"}';
const fenced = (text: string) => `\`\`\`json\n${text}\n\`\`\`\n`;

describe("F392 more JSON behind the output is not ignored", () => {
  it.each<[string, string, z.ZodType]>([
    ["a second array", "[1] [2]", cities],
    ["a second object", `${canary}{"city": "second"}`, city],
    ["a second line", `${canary}\n{"city": "second"}`, city],
    ["a second fence", `${fenced(canary)}\n${fenced('{"city": "second"}')}`, city],
    ["a fence after words", `${fenced(canary)}\nOr this one:\n${fenced('{"city": "second"}')}`, city],
    ["two values in words", `It is ${canary}, or {"city": "second"}.`, city],
    ["an array after an object", `${canary} [{"city": "second"}]`, city],
    ["an object after an array", `[${canary}] {"city": "second"}`, cities],
    ["elements behind an array closed too early", '["canary"], "second", "third"]', cities],
    ["numbers behind an array closed too early", "[1], 2, 3]", cities],
    ["members behind an object closed too early", `${canary}, "size": 5}`, city],
    ["members without a comma", `${canary}} "size": 5}`, city],
    ["a second value after nothing", `{} ${canary}`, city],
    ["a second value without its end", `${canary} {"city": "seco`, city],
    ["a second value with an error", `${canary} {"city": "second",}`, city],
  ])("%s is repaired, streamed and not", async (_, text, schema) => {
    const started = await start();
    const repaired = schema === city ? { city: "canary" } : [7];
    started.emulator.next([{ text }, { json: repaired }, { text }, { json: repaired }, { text }]);
    const client = started.client();
    expect((await client.generate("canary", { schema })).object).toEqual(repaired);
    expect((await client.generateStream("canary", { schema }).response()).object).toEqual(repaired);
    const error = await failureOf(client.generate("canary", { schema, repairAttempts: 0 }));
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path: "#" }] });
    expect(error.message).toContain("is followed by more JSON at character ");
    expect(error.message).not.toContain("second");
    expect(error.partial?.text).toBe(text);
  });

  it.each<[string, string, z.ZodType]>([
    ["words", `${canary} as you asked.`, city],
    ["a comma and words", `${canary}, as you asked`, city],
    ["a comma", `${canary},`, city],
    ["brackets too many", `${canary}}]}\n`, city],
    ["a footnote", `${canary} [1]. See also ["a"] and {this}.`, city],
    ["the same once more", `${fenced(canary)}${canary}\n{"city":"canary"}`, city],
    ["an empty object", `${canary}\n{} []`, city],
    ["a list of words", `${canary}\n\n1. One, 2\n- "Two"`, city],
    ["a fence and words", `${fenced(canary)}\nThis is "the" city, {really} [1].`, city],
    ["words with empty brackets", `[${canary}] [] or [that], {}`, cities],
  ])("but %s is ignored", async (_, text, schema) => {
    const started = await start();
    started.emulator.on({}, { text });
    const object = schema === city ? { city: "canary" } : [{ city: "canary" }];
    const options = { schema, repairAttempts: 0 };
    const client = started.steppedClient();
    expect((await client.generate("canary", options)).object).toEqual(object);
    const stream = client.generateStream("canary", options);
    await collect(stream);
    expect((await stream.response()).object).toEqual(object);
  });

  it("elements() delivers those of the first array, then fails", async () => {
    const started = await start();
    started.emulator.next({ text: "[1, 2] [3]" });
    const stream = started.client().generateStream("canary", { schema: z.array(z.number()) });
    const taken: number[] = [];
    const read = async () => {
      for await (const element of stream.elements()) taken.push(element);
    };
    expect(await failureOf(read())).toMatchObject({ code: "output_invalid" });
    expect(taken).toEqual([1, 2]);
    expect(started.emulator.calls).toHaveLength(1);
  });

  it("at a limit, it is a truncated output", async () => {
    const started = await start();
    started.emulator.next({ text: `${canary} {"city": "seco`, finishReason: "MAX_TOKENS" });
    const error = await failureOf(started.client().generate("canary", { schema: city }));
    expect(error).toMatchObject({ code: "output_truncated" });
  });
});
