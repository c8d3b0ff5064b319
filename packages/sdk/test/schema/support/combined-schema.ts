import fc from "fast-check";

/** Values that fit some of {@link anyCombinedSchema}. */
export const combinedValues: readonly unknown[] = [
  ...[null, true, "a", "b", -1, 0, 0.5, 1, 1.5, 2, 3, 4, 5, 6],
  ...[[], [1], [2], [1, 2], [1, "a"], ["a", 1], ["a", "b", 3], [0, 1, 2, 3]],
  ...[{}, { a: 1 }, { a: 3 }, { a: "a" }, { b: 2 }, { a: 1, b: "b" }, { a: 2, b: 2 }, { c: 5 }, { a: 1, c: "a" }],
];

const lower = fc.constantFrom(-1, 0, 0.5, 1);
const upper = fc.constantFrom(2, 2.5, 3, 4);
const names = fc.constantFrom("a", "b", "c");

/** Objects with some of the given members. */
const some = (members: Record<string, fc.Arbitrary<unknown>>) => fc.record(members, { requiredKeys: [] });

/** JSON Schemas of drafts 4, 7 and 2020-12 that combine schemas of one type: with `allOf`, beside `$ref` and beside unions. */
export const anyCombinedSchema: fc.Arbitrary<Record<string, unknown>> = fc
  .constantFrom("http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#", undefined)
  .chain(($schema) => {
    const isDraft4 = $schema?.includes("04") ?? false;
    const definitions = $schema === undefined ? "$defs" : "definitions";
    const limits = {
      minimum: lower,
      maximum: upper,
      exclusiveMinimum: isDraft4 ? fc.boolean() : lower,
      exclusiveMaximum: isDraft4 ? fc.boolean() : upper,
    };
    const typed = (...types: readonly (string | undefined)[]) =>
      fc
        .tuple(some(limits), fc.constantFrom(...types))
        .map(([keywords, type]) => (type === undefined ? keywords : { ...keywords, type }));
    const number = typed("integer", "integer", "number");
    const listed = fc
      .array(fc.constantFrom(1, 2, 3, "a", { a: 1, b: "b" }, { b: "b", a: 1 }), { minLength: 1, maxLength: 4 })
      .map((all) => ({ enum: all }));
    const part = fc.oneof({ arbitrary: number, weight: 3 }, listed, fc.constant({ type: "string" }), fc.constant({}));
    const list = fc.array(part, { minLength: 1, maxLength: 2 });
    const counts = { minItems: fc.constantFrom(0, 1, 2), maxItems: fc.constantFrom(1, 2, 3) };
    const arrays =
      $schema === undefined
        ? some({ prefixItems: list, items: part, ...counts })
        : some({ items: fc.oneof(part, list), additionalItems: part, ...counts });
    const objects = some({
      properties: fc
        .array(fc.tuple(names, part), { maxLength: 2 })
        .map((entries) => Object.fromEntries<unknown>(entries)),
      required: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }),
      additionalProperties: fc.oneof(fc.constant(false), part),
    });
    const reference = fc
      .tuple(fc.constantFrom("a", "b"), fc.oneof(fc.constant({}), some({ ...limits, description: fc.constant("d") })))
      .map(([name, beside]) => ({ $ref: `#/${definitions}/${name}`, ...beside }));
    const ofOneType = fc.oneof(
      fc.tuple(number, typed("integer", undefined), typed("number", undefined)),
      fc.array(
        arrays.map((one) => ({ type: "array", ...one })),
        { minLength: 2, maxLength: 3 },
      ),
      fc.array(
        objects.map((one) => ({ type: "object", ...one })),
        { minLength: 2, maxLength: 3 },
      ),
      fc.array(fc.oneof(number, reference, listed), { minLength: 2, maxLength: 3 }),
    );
    const combined = fc
      .tuple(ofOneType, fc.constantFrom("allOf", "beside", "anyOf", "deep", "property"))
      .map(([[first, ...others], how]) => {
        if (how === "beside") return { ...first, allOf: others };
        if (how === "anyOf") return { ...first, anyOf: others };
        if (how === "deep") return { allOf: [{ allOf: [first, ...others.slice(0, 1)] }, ...others.slice(1)] };
        const all = { allOf: [first, ...others] };
        return how === "property" ? { type: "object", properties: { a: all }, required: ["a"] } : all;
      });
    return fc.tuple(combined, part, part).map(([json, a, b]) => ({
      ...($schema !== undefined && { $schema }),
      ...json,
      [definitions]: { a, b },
    }));
  });

/** Unions of objects, closed and open ones, some with properties beside the union. */
export const anyObjectUnion: fc.Arbitrary<Record<string, unknown>> = (() => {
  const part = fc.constantFrom<unknown>(
    ...[
      { type: "integer" },
      { type: "string" },
      { enum: [1, 2] },
      { const: "a" },
      { type: ["integer", "null"] },
      false,
    ],
  );
  const object = some({
    properties: fc
      .array(fc.tuple(names, part), { minLength: 1, maxLength: 2 })
      .map((entries) => Object.fromEntries<unknown>(entries)),
    required: fc.uniqueArray(names, { minLength: 1, maxLength: 1 }),
    additionalProperties: fc.oneof({ arbitrary: fc.constant<unknown>(false), weight: 3 }, part),
    description: fc.constantFrom("d", "e"),
  }).map((keywords) => ({ type: "object", ...keywords }));
  const branch = fc.oneof(
    { arbitrary: object, weight: 3 },
    fc.constantFrom({ required: ["a"] }, { required: ["b"] }, { $ref: "#/$defs/a" }),
  );
  return fc
    .tuple(object, fc.constantFrom("anyOf", "oneOf"), fc.array(branch, { minLength: 1, maxLength: 3 }), object)
    .map(([beside, keyword, branches, a]) => ({ ...beside, [keyword]: branches, $defs: { a } }));
})();
