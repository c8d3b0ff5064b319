import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonSchema, type OutputSchema } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { asGeminiError, collect } from "../../support/clients.ts";

/** A JSON Schema, and values that fit it. */
interface Described {
  readonly schema: Record<string, unknown>;
  readonly values: fc.Arbitrary<unknown>;
}

const scalars: readonly Described[] = [
  { schema: { type: "string" }, values: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { schema: { type: "integer" }, values: fc.integer() },
  { schema: { type: "boolean" }, values: fc.boolean() },
  { schema: { type: ["string", "null"] }, values: fc.constantFrom(null, "", '{"', "```", "]") },
  { schema: { enum: ["canary", "other"] }, values: fc.constantFrom("canary", "other") },
];

const { described } = fc.letrec<{ described: Described }>((tie) => ({
  described: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...scalars),
    tie("described").map(({ schema, values }) => ({
      schema: { type: "array", items: schema },
      values: fc.array(values, { maxLength: 4 }),
    })),
    fc
      .dictionary(fc.constantFrom("a", "b", "long name", "ä"), tie("described"), { minKeys: 1, maxKeys: 3 })
      .map((members) => ({
        schema: {
          type: "object",
          properties: Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema])),
          required: Object.keys(members),
          additionalProperties: false,
        },
        values: fc.record(Object.fromEntries(Object.entries(members).map(([name, { values }]) => [name, values]))),
      })),
  ),
}));

/** Objects and arrays alone: a number or a string that is cut can be another one that is whole. */
const cases = described
  .filter(({ schema }) => schema.type === "array" || schema.type === "object")
  .chain(({ schema, values }) => fc.tuple(fc.constant(schema), values));

const wrappings = fc.constantFrom<readonly [string, string]>(
  ["", ""],
  ["\ufeff\n", "\n\n"],
  ["```json\n", "\n```"],
  ["```\n", "\n```\n"],
  ["Here is the JSON:\n```json\n", "\n```\nAnything else?"],
  ["Sure: ", " - as you asked."],
);

/** Whether a partial value takes nothing back that the whole one says otherwise. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part === "string" && typeof whole === "string") return whole.startsWith(part);
  if (typeof part !== "object" || part === null || typeof whole !== "object" || whole === null) return part === whole;
  return (
    Array.isArray(part) === Array.isArray(whole) &&
    Object.entries(part).every(
      ([key, value]) => Object.hasOwn(whole, key) && isPartOf(value, whole[key as keyof typeof whole]),
    )
  );
}

it("F82 any value, wrapped and truncated anywhere, is the object or the right error, streamed and not", async () => {
  const started = await start();
  const client = started.client();
  const cut = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
  await fc.assert(
    fc.asyncProperty(cases, wrappings, cut, fc.boolean(), async ([json, value], [before, after], share, atLimit) => {
      const body = JSON.stringify(value);
      const whole = `${before}${body}${after}`;
      const text = whole.slice(0, Math.ceil(whole.length * share));
      const isWhole = text.length >= before.length + body.length;
      // Of words around JSON, a limit could have left out another value.
      const isSure = !atLimit || !before.startsWith("Sure");
      const finishReason = atLimit ? "MAX_TOKENS" : "STOP";
      started.emulator.reset();
      started.emulator.on({}, { text: text === "" ? " " : text, finishReason });
      const schema: OutputSchema = jsonSchema(json);
      const stream = client.generateStream("canary", { schema, repairAttempts: 0 });
      const outcomes = await Promise.all(
        [client.generate("canary", { schema, repairAttempts: 0 }), stream.response()].map((call) =>
          call.then(
            ({ object }) => ({ object }),
            (error: unknown) => asGeminiError(error).code,
          ),
        ),
      );
      expect(outcomes[1]).toEqual(outcomes[0]);
      if (isWhole && isSure) expect(outcomes[0]).toEqual({ object: value });
      // Before the JSON begins there is none, which is no output either.
      else expect(["output_truncated", "output_invalid", "empty_response"]).toContain(outcomes[0]);
      if (atLimit && !(isWhole && isSure)) expect(outcomes[0]).toBe("output_truncated");
      let last: unknown;
      for (const { partialObject } of (await collect(stream)).chunks) {
        if (partialObject === undefined) continue;
        expect(isPartOf(last ?? partialObject, partialObject)).toBe(true);
        last = partialObject;
      }
      expect(isPartOf(last, last === undefined ? undefined : value)).toBe(true);
    }),
    { numRuns: 60, seed: 82, examples: [[[{ type: "array", items: { type: "integer" } }, []], ["", ""], 0, false]] },
  );
});

it("F171 elements of any array are the elements of the object", async () => {
  const started = await start();
  const client = started.client();
  await fc.assert(
    fc.asyncProperty(described, fc.nat({ max: 5 }), async ({ schema, values }, length) => {
      const [array = []] = fc.sample(fc.array(values, { minLength: length, maxLength: length }), {
        numRuns: 1,
        seed: 1,
      });
      started.emulator.reset();
      started.emulator.next({ json: array });
      const whole = jsonSchema<unknown[]>({ type: "array", items: schema });
      const taken: unknown[] = [];
      for await (const element of client.generateStream("canary", { schema: whole }).elements()) taken.push(element);
      expect(taken).toEqual(array);
    }),
    { numRuns: 30, seed: 171 },
  );
});
