import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { anySchema, values } from "./support/any-schema.ts";

const copy = (json: unknown) => JSON.parse(JSON.stringify(json));

/** Whether each value fits a schema; undefined if the validator never ends, because a reference leads back to itself. */
function fits(json: unknown): readonly (boolean | undefined)[] {
  const validator = new Validator(copy(json), "2020-12");
  return values.map((value) => {
    try {
      return validator.validate(value).valid;
    } catch {
      return undefined;
    }
  });
}

test("F131 a value that fits a schema fits the converted one, unless the report says narrowed", () => {
  const seen = { converted: 0, failed: 0, fitting: 0, narrowed: 0 };
  fc.assert(
    fc.property(anySchema, (json) => {
      let converted: ReturnType<typeof convertSchema>;
      try {
        converted = convertSchema("schema", json, "response");
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_options", summary: expect.stringMatching(/\(at #[^)]*\)/) });
        seen.failed += 1;
        return;
      }
      seen.converted += 1;
      if (converted.changes.some(({ action }) => action === "narrowed")) {
        seen.narrowed += 1;
        return;
      }
      const after = fits(converted.schema);
      const widened = converted.changes.some(({ action }) => action === "widened");
      for (const [index, before] of fits(json).entries()) {
        if (before === undefined) continue;
        if (before) seen.fitting += 1;
        expect([values[index], after[index]]).toEqual([values[index], before || (widened && after[index])]);
      }
    }),
    { numRuns: 400, seed: 131 },
  );
  // The property says something: most schemas convert, and values fit them.
  expect(seen.converted).toBeGreaterThan(150);
  expect(seen.failed).toBeGreaterThan(10);
  expect(seen.fitting).toBeGreaterThan(500);
});
