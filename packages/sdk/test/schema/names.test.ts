import { describe, expect, test } from "vitest";
import type { SchemaChange } from "../../src/index.ts";
import { checkFunctionName } from "../../src/schema/names.ts";
import { schemaWarnings } from "../../src/schema/schema-warnings.ts";

describe("F129 the name of a function", () => {
  test.each(["a", "_1", "get.weather:now-2", "a".repeat(128)])("%j is valid", (name) => {
    expect(() => checkFunctionName("tools[0].name", name)).not.toThrow();
  });

  test.each(["", "1a", "-a", "a b", "ä", "a/b", "a".repeat(129), 5, undefined])("%j is invalid", (name) => {
    expect(() => checkFunctionName("tools[0].name", name)).toThrow(
      expect.objectContaining({ code: "invalid_options", option: "tools[0].name" }),
    );
  });
});

test("F81 the warning names lost keywords, and not those replaced by equivalent ones", () => {
  const change = (keyword: string, action: SchemaChange["action"]) => ({ path: "#/a", keyword, action, note: "n" });
  const messages = (changes: readonly SchemaChange[]) =>
    schemaWarnings("schema", changes, []).map(({ message }) => message);
  const changes = [change("const", "rewritten"), change("$id", "omitted"), change("pattern", "widened")];
  expect(messages(changes)).toEqual([
    "Gemini does not accept the schema in `schema` as it is, so these keywords were changed: `pattern` at #/a (widened). `schemaReport(schema)` says why.",
  ]);
  expect(messages(changes.slice(0, 2))).toEqual([]);
  const many = Array.from({ length: 7 }, (_, index) => change(`k${index}`, "narrowed"));
  expect(messages(many)).toEqual([expect.stringMatching(/`k4` at #\/a \(narrowed\) and 2 more\./)]);
});
