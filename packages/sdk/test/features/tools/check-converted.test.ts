import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, it, test } from "vitest";
import { checkConverted } from "../../../src/features/tools/check-converted.ts";
import { isGeminiError } from "../../../src/index.ts";
import { convertSchema } from "../../../src/schema/convert-schema.ts";
import { anySchema, values } from "../../schema/support/any-schema.ts";

it.each([
  [{ city: "Rome", days: 2 }, []],
  [{ city: "Rome" }, ["`days` is missing"]],
  [{ city: 5, days: 0 }, ["`city` is not of the type string", "`days` is less than 1"]],
  [{ city: "Rome", days: 1.5 }, ["`days` is not of the type integer"]],
  [{ city: "Rome", days: 2, kind: "other" }, ['`kind` is not one of ["tent","hotel"]']],
  [{ city: "Rome", days: 2, guests: [{ name: "a" }, {}] }, ["`guests.1.name` is missing"]],
  [{ city: "Rome", days: 2, guests: [] }, ["`guests` has fewer than 1 items"]],
  [{ city: "Rome", days: 2, note: 5 }, ["`note` fits none of the alternatives"]],
  ["Rome", ["the value is not of the type object"]],
])("%j: %j", (value, issues) => {
  const schema = {
    type: "object",
    properties: {
      city: { type: "string" },
      days: { type: "integer", minimum: 1 },
      kind: { type: "string", enum: ["tent", "hotel"] },
      guests: { type: "array", minItems: 1, items: { $ref: "#/$defs/guest" } },
      note: { anyOf: [{ type: "string" }, { type: "null" }] },
    },
    required: ["city", "days"],
    $defs: { guest: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
  };
  expect(checkConverted(schema, value)).toEqual(issues);
});

/** Undefined for a schema that cannot be sent. */
function sentOf(json: unknown) {
  try {
    return convertSchema("test", json, "response").schema;
  } catch (error) {
    if (isGeminiError(error, "invalid_options")) return undefined;
    throw error;
  }
}

test("agrees with a full validator on every converted schema", () => {
  fc.assert(
    fc.property(anySchema, fc.constantFrom(...values), (json, value) => {
      const schema = sentOf(json);
      if (!schema) return;
      // Formats are advice to the model.
      const copy = JSON.parse(JSON.stringify(schema), (name, member) => (name === "format" ? undefined : member));
      const { valid } = new Validator(copy, "2020-12", false).validate(value);
      expect(checkConverted(schema, value).length === 0).toBe(valid);
    }),
    { numRuns: 200, seed: 1 },
  );
});
