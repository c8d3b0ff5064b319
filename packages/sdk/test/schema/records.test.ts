import { expect, test } from "vitest";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { start } from "../client/support/ways.ts";

const count = { type: "integer" };
const record = (patternProperties: object, more: object = {}) => ({ type: "object", patternProperties, ...more });

test.each<[string, object, unknown, readonly string[]]>([
  ["TypeBox", record({ "^(.*)$": count }), count, ["patternProperties rewritten"]],
  ["TypeBox 1", record({ "^.*$": count }), count, ["patternProperties rewritten"]],
  [
    "any name, and others",
    record({ "": count }, { additionalProperties: { type: "string" } }),
    count,
    ["patternProperties rewritten", "additionalProperties omitted"],
  ],
  [
    "names of a form",
    record({ "^[a-z]+$": count }, { additionalProperties: false }),
    count,
    ["patternProperties widened"],
  ],
  ["names of a form, and others", record({ "^[a-z]+$": count }), undefined, ["patternProperties widened"]],
  [
    "two forms",
    record({ "^a": count, "^b": count }, { additionalProperties: false }),
    undefined,
    ["patternProperties widened", "additionalProperties widened"],
  ],
])("F364 the values of a record are described to the model: %s", (_, json, values, changes) => {
  const converted = convertSchema("schema", json, "response");
  expect(converted.schema.additionalProperties).toEqual(values);
  expect(converted.changes.map(({ keyword, action }) => `${keyword} ${action}`)).toEqual(changes);
});

test("F364 a required member of such a record has its schema", () => {
  const json = record({ "^.*$": count }, { required: ["a"] });
  expect(convertSchema("schema", json, "response").schema).toMatchObject({ properties: { a: count }, required: ["a"] });
});

test("F364 a record of TypeBox is an object of the call", async () => {
  const started = await start();
  started.emulator.next([{ json: { a: "canary" } }, { json: { a: 1 } }]);
  const { object } = await started.client().generate("canary", { schema: record({ "^(.*)$": count }) });
  expect(object).toEqual({ a: 1 });
});
