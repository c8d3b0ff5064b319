import fc from "fast-check";

/** Names that schemas and values share, so that values fit now and then. */
const names = fc.constantFrom("a", "b", "c", "__proto__");
const texts = fc.constantFrom("", "a", "ab", "b");
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 3);
const counts = fc.constantFrom(0, 1, 2);

/** Values of every type, some of which fit most schemas of {@link anySchema}. */
export const values: readonly unknown[] = [
  ...[null, true, false, "", "a", "ab", "b", -1, 0, 0.5, 1, 2, 3],
  ...[[], ["a"], ["a", "b"], [1], [1, "a"], [null], [[]], [[1]], [{}], [{ a: 1 }]],
  ...[{}, { a: 1 }, { a: "a" }, { a: null }, { b: "b" }, { a: "a", b: "b" }, { a: 1, b: 2, c: 3 }, { a: { a: 1 } }],
  ...[
    { a: [1] },
    { a: ["a"] },
    { c: true },
    { a: { b: "ab" } },
    { a: {}, b: [] },
    JSON.parse('{"__proto__":1,"a":"a"}'),
  ],
];

/** Objects with some of the given members. */
const some = (members: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .subarray(Object.keys(members), { maxLength: 2 })
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, members[key] ?? fc.constant(true)]))));
const members = (of: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(names, of), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));

/** Any JSON Schema of draft 2020-12: sensible ones, contradictory ones, recursive ones. */
export const anySchema: fc.Arbitrary<Record<string, unknown>> = fc
  .letrec<{ schema: unknown; typed: Record<string, unknown>; combined: Record<string, unknown> }>((tie) => {
    const schema = tie("schema");
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const about: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
      object: some({
        properties: members(schema),
        required: fc.uniqueArray(names, { maxLength: 2 }),
        additionalProperties: schema,
        patternProperties: members(schema).map((all) => (Object.hasOwn(all, "a") ? { "^a": all.a } : {})),
        minProperties: counts,
        dependentRequired: fc.constant({ a: ["b"] }),
        propertyNames: fc.constantFrom<unknown>(
          { type: "string" },
          { maxLength: 1 },
          { enum: ["a", "b"] },
          { const: "a" },
        ),
      }),
      array: some({
        items: schema,
        prefixItems: list,
        minItems: counts,
        maxItems: counts,
        uniqueItems: fc.boolean(),
        contains: schema,
      }),
      string: some({
        minLength: counts,
        maxLength: counts,
        pattern: fc.constant("^a"),
        format: fc.constantFrom("email", "date-time"),
      }),
      number: some({
        minimum: numbers,
        maximum: numbers,
        exclusiveMinimum: numbers,
        exclusiveMaximum: numbers,
        multipleOf: fc.constant(1),
      }),
      integer: some({ minimum: numbers, exclusiveMaximum: numbers }),
      boolean: fc.constant({}),
      null: fc.constant({}),
    };
    const typed = fc.constantFrom(...Object.keys(about)).chain((type) =>
      fc
        .tuple(about[type] ?? fc.constant({}), fc.constantFrom(type, [type, "null"], undefined))
        .map(([keywords, said]) => ({
          ...keywords,
          ...(said === undefined ? {} : { type: said }),
        })),
    );
    const listed = fc.oneof(
      fc.constantFrom(...values).map((value) => ({ const: value })),
      fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }).map((all) => ({ enum: all })),
      fc.array(texts, { minLength: 1, maxLength: 3 }).map((all) => ({ type: "string", enum: all })),
    );
    const combined = fc
      .tuple(
        tie("typed"),
        some({ anyOf: list, oneOf: list, allOf: list, not: schema, if: schema, title: texts, description: texts }),
      )
      .map(([first, second]) => ({ ...first, ...second }));
    const reference = fc
      .tuple(
        fc.oneof(
          { arbitrary: fc.constantFrom("#", "#/$defs/a", "#/$defs/b"), weight: 20 },
          fc.constantFrom("#/properties/a", "#/$defs/gone"),
        ),
        some({ description: texts, minimum: numbers }),
      )
      .map(([$ref, beside]) => ({ $ref, ...beside }));
    return {
      typed,
      combined,
      schema: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.boolean(),
        listed,
        reference,
        { arbitrary: typed, weight: 4 },
        { arbitrary: tie("combined"), weight: 3 },
      ),
    };
  })
  .combined.chain((root) => fc.tuple(anyDefinition, anyDefinition).map(([a, b]) => ({ ...root, $defs: { a, b } })));

const anyDefinition = fc.constantFrom<unknown>(
  { type: "string" },
  { type: ["integer", "null"], minimum: 0 },
  { type: "object", properties: { a: { $ref: "#/$defs/a" } }, required: ["a"] },
  { type: "object", properties: { a: { $ref: "#/$defs/b" }, b: { type: "string" } } },
  { type: "array", items: { $ref: "#/$defs/b" }, minItems: 1 },
  { anyOf: [{ type: "null" }, { $ref: "#/$defs/a" }] },
  { allOf: [{ $ref: "#/$defs/a" }, { properties: { a: { title: "t" }, b: { $ref: "#/$defs/b" } } }] },
  { allOf: [{ $ref: "#/$defs/b" }, { additionalProperties: { $ref: "#/$defs/a" } }], minProperties: 0 },
  { anyOf: [{ type: "number" }, { type: "array", items: { anyOf: [{ $ref: "#" }, { $ref: "#/$defs/b" }] } }] },
  true,
  false,
);
