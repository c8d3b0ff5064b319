export const string = { type: "string" };
export const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

/** A schema, what is sent, and the changes that are reported as `path keyword action`. */
export const conversionCases: Record<string, readonly [given: unknown, sent: object, changes: readonly string[]]> = {
  "a schema that Gemini takes": [
    object({ a: { ...string, format: "date-time", description: "when" } }, { required: ["a"] }),
    object({ a: { ...string, format: "date-time", description: "when" } }, { required: ["a"] }),
    [],
  ],
  "the order of properties": [
    object({ b: string, a: string, c: string }, { required: ["a", "b"], propertyOrdering: ["c", "gone"] }),
    object({ b: string, a: string, c: string }, { required: ["b", "a"], propertyOrdering: ["c", "b", "a"] }),
    [],
  ],
  annotations: [
    { ...string, $schema: "https://json-schema.org/draft/2020-12/schema", default: "x", examples: ["y"], "x-own": 1 },
    string,
    ["# $schema omitted", "# default omitted", "# examples omitted", "# x-own omitted"],
  ],
  const: [{ const: "a" }, { ...string, enum: ["a"] }, ["# const rewritten"]],
  "const of a number": [{ const: 1.5 }, { type: "number", enum: [1.5] }, ["# const rewritten"]],
  "const null": [{ const: null }, { type: "null" }, ["# const rewritten"]],
  "const true": [
    { const: true },
    { type: "boolean", description: "enum: [true]" },
    ["# const rewritten", "# enum widened"],
  ],
  "an enum of both booleans": [{ enum: [true, false] }, { type: "boolean" }, []],
  "an enum with null": [
    { type: ["string", "null"], enum: ["a", null] },
    { anyOf: [{ ...string, enum: ["a"] }, { type: "null" }] },
    [],
  ],
  "an enum of numbers and strings": [
    { enum: [1, "a", 2], description: "d" },
    {
      description: "d",
      anyOf: [
        { ...string, enum: ["a"] },
        { type: "integer", enum: [1, 2] },
      ],
    },
    [],
  ],
  "an enum of objects": [{ enum: [{ a: 1 }] }, { type: "object", description: 'enum: [{"a":1}]' }, ["# enum widened"]],
  "an empty string in enum": [{ ...string, enum: ["a", ""] }, { ...string, enum: ["a"] }, ["# enum narrowed"]],
  "an empty string alone in enum": [
    { ...string, enum: [""] },
    { ...string, description: 'enum: [""]' },
    ["# enum widened"],
  ],
  "values of anyOf": [
    { anyOf: [{ const: "a" }, { const: "b" }, { type: "null" }] },
    { anyOf: [{ ...string, enum: ["a", "b"] }, { type: "null" }] },
    ["#/anyOf/0 const rewritten", "#/anyOf/1 const rewritten"],
  ],
  "exclusive limits of whole numbers": [
    { type: "integer", exclusiveMinimum: 0, exclusiveMaximum: 9.5, minimum: -5 },
    { type: "integer", minimum: 1, maximum: 9 },
    ["# exclusiveMinimum rewritten", "# exclusiveMaximum rewritten"],
  ],
  "exclusive limits of numbers": [
    { type: "number", exclusiveMinimum: 0, maximum: 9 },
    { type: "number", minimum: 0, maximum: 9, description: "exclusiveMinimum: 0" },
    ["# exclusiveMinimum widened"],
  ],
  "exclusive limits of draft 4": [
    { type: "integer", minimum: 0, exclusiveMinimum: true },
    { type: "integer", minimum: 1 },
    ["# exclusiveMinimum rewritten"],
  ],
  "the limits of whole numbers in Zod": [
    { type: "integer", minimum: -9007199254740991, maximum: 9007199254740991 },
    { type: "integer" },
    ["# minimum omitted", "# maximum omitted"],
  ],
  "a type or null": [{ type: ["string", "null"] }, { type: ["string", "null"] }, []],
  "anyOf with null": [
    { anyOf: [{ ...string, description: "inner" }, { type: "null" }], description: "outer" },
    { type: ["string", "null"], description: "outer\ninner" },
    ["# anyOf rewritten"],
  ],
  "anyOf of a reference and null": [
    { $defs: { a: string }, anyOf: [{ $ref: "#/$defs/a" }, { type: "null" }] },
    { anyOf: [{ $ref: "#/$defs/a" }, { type: "null" }], $defs: { a: string } },
    [],
  ],
  "a list of types": [
    { type: ["string", "array", "null"], items: { type: ["integer", "boolean"] }, minLength: 2, title: "t" },
    {
      title: "t",
      anyOf: [
        { ...string, description: "minLength: 2" },
        { type: "array", items: { anyOf: [{ type: "integer" }, { type: "boolean" }] } },
        { type: "null" },
      ],
    },
    ["# type rewritten", "# minLength widened", "#/items type rewritten"],
  ],
  "oneOf of distinct objects": [
    {
      oneOf: [
        object({ kind: { const: "a" } }, { required: ["kind"] }),
        object({ kind: { const: "b" } }, { required: ["kind"] }),
      ],
    },
    {
      anyOf: [
        object({ kind: { ...string, enum: ["a"] } }, { required: ["kind"] }),
        object({ kind: { ...string, enum: ["b"] } }, { required: ["kind"] }),
      ],
    },
    ["#/oneOf/0/properties/kind const rewritten", "#/oneOf/1/properties/kind const rewritten", "# oneOf rewritten"],
  ],
  "oneOf whose branches overlap": [
    { oneOf: [{ type: "integer" }, { type: "number", minimum: 5 }] },
    { anyOf: [{ type: "integer" }, { type: "number", minimum: 5 }] },
    ["# oneOf widened"],
  ],
  "keywords beside anyOf": [
    object({ a: string, b: string }, { anyOf: [{ required: ["a"] }, { required: ["b"] }], description: "d" }),
    {
      description: "d",
      anyOf: ["a", "b"].map((name) =>
        object({ a: string, b: string }, { required: [name], propertyOrdering: ["a", "b"] }),
      ),
    },
    ["# anyOf rewritten"],
  ],
  allOf: [
    {
      allOf: [
        object({ a: { type: "number", minimum: 1 } }, { required: ["a"] }),
        object({ a: { type: "integer", maximum: 3 }, b: string }, { required: ["b"] }),
      ],
    },
    object(
      { a: { type: "integer", minimum: 1, maximum: 3 }, b: string },
      { required: ["a", "b"], propertyOrdering: ["a", "b"] },
    ),
    ["# allOf rewritten"],
  ],
  "allOf with additionalProperties": [
    { allOf: [object({ a: string }, { additionalProperties: false }), object({ a: true, b: string })] },
    object({ a: string }, { additionalProperties: false }),
    ["# allOf rewritten", "# properties widened"],
  ],
  "a reference with a description": [
    { $defs: { a: string }, ...object({ x: { $ref: "#/$defs/a", description: "d" } }) },
    { ...object({ x: { description: "d", anyOf: [{ $ref: "#/$defs/a" }] } }), $defs: { a: string } },
    ["#/properties/x $ref rewritten"],
  ],
  "a reference with a restriction": [
    { $defs: { a: { ...string, enum: ["x", "y"] } }, ...object({ x: { $ref: "#/$defs/a", enum: ["y", "z"] } }) },
    object({ x: { ...string, enum: ["y"] } }),
    [],
  ],
  "definitions of draft 7": [
    {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: { "a b": string },
      ...object({
        x: { $ref: "#/definitions/a%20b", minLength: 1 },
        y: { type: "array", items: [string], additionalItems: false },
      }),
    },
    {
      ...object(
        { x: { $ref: "#/$defs/a_b" }, y: { type: "array", prefixItems: [string], maxItems: 1 } },
        { propertyOrdering: ["x", "y"] },
      ),
      $defs: { a_b: string },
    },
    [
      "# $schema omitted",
      "#/properties/x $ref rewritten",
      "#/properties/y items rewritten",
      "#/properties/y additionalItems rewritten",
    ],
  ],
  recursion: [
    object({ value: string, next: { $ref: "#" } }, { required: ["value", "next"] }),
    {
      ...object(
        { value: string, next: { $ref: "#/$defs/root" } },
        { required: ["value", "next"], propertyOrdering: ["value", "next"] },
      ),
      $defs: {
        root: object(
          { value: string, next: { $ref: "#/$defs/root" } },
          { required: ["value"], propertyOrdering: ["value", "next"], description: 'required: ["next"]' },
        ),
      },
    },
    ["#/properties/next $ref rewritten", "# required widened"],
  ],
  "recursion in items that are required": [
    { $ref: "#/$defs/list", $defs: { list: { type: "array", items: { $ref: "#/$defs/list" }, minItems: 1 } } },
    {
      type: "array",
      items: { $ref: "#/$defs/list" },
      minItems: 1,
      $defs: { list: { type: "array", items: { $ref: "#/$defs/list" } } },
    },
    ["#/$defs/list minItems widened"],
  ],
  "restrictions that Gemini does not know": [
    { ...string, pattern: "^a$", format: "email", description: "d" },
    { ...string, description: 'd\npattern: "^a$"\nformat: "email"' },
    ["# pattern widened", "# format widened"],
  ],
  "patterns of names": [
    object({}, { patternProperties: { "^x-": string }, additionalProperties: false }),
    object({}, { description: 'patternProperties: {"^x-":{"type":"string"}}', additionalProperties: string }),
    ["# patternProperties widened"],
  ],
  conditions: [
    // biome-ignore lint/suspicious/noThenProperty: the keyword
    object({ a: string }, { if: { required: ["a"] }, then: { maxProperties: 1 }, not: { required: ["b"] } }),
    object(
      { a: string },
      { description: 'if: {"required":["a"]}\nthen: {"maxProperties":1}\nnot: {"required":["b"]}' },
    ),
    ["# if widened", "# then widened", "# not widened"],
  ],
  "required without a property": [
    object({ a: string }, { required: ["a", "toString"], additionalProperties: { type: "integer" } }),
    object(
      { a: string, toString: { type: "integer" } },
      {
        required: ["a", "toString"],
        additionalProperties: { type: "integer" },
        propertyOrdering: ["a", "toString"],
      },
    ),
    ["# required rewritten"],
  ],
  "required without a property or a schema for it": [
    object({ a: string }, { required: ["gone"] }),
    object({ a: string, gone: {} }, { required: ["gone"], propertyOrdering: ["a", "gone"] }),
    ["# required rewritten"],
  ],
  "a record of Zod whose keys are an enum": [
    {
      type: "object",
      propertyNames: { ...string, enum: ["x", "y"] },
      additionalProperties: { type: "number" },
      required: ["x"],
    },
    object(
      { x: { type: "number" }, y: { type: "number" } },
      { required: ["x"], additionalProperties: false, propertyOrdering: ["x", "y"] },
    ),
    ["# propertyNames rewritten"],
  ],
  "keywords of another type": [
    { ...string, properties: { a: string }, required: ["a"], minimum: 3 },
    string,
    ["# properties omitted", "# required omitted", "# minimum omitted"],
  ],
  "a missing type": [{ properties: { a: string } }, object({ a: string }), ["# type narrowed"]],
  "boolean schemas": [
    { ...object({ a: true, b: false }), additionalProperties: true },
    object({ a: {} }, { additionalProperties: true }),
    ["# properties rewritten", "# properties widened"],
  ],
  "a tuple": [
    { type: "array", prefixItems: [string, { type: "number" }, false], items: false, minItems: 1 },
    { type: "array", prefixItems: [string, { type: "number" }], minItems: 1, maxItems: 2 },
    ["# items rewritten"],
  ],
  "large limits of arrays": [
    object({
      a: { type: "array", maxItems: 800, items: string },
      b: { type: "array", maxItems: 300, items: object({ c: string }) },
    }),
    object(
      {
        a: { type: "array", items: string, description: "maxItems: 800" },
        b: { type: "array", maxItems: 300, items: object({ c: string }) },
      },
      { propertyOrdering: ["a", "b"] },
    ),
    ["#/properties/a maxItems widened"],
  ],
  "names such as __proto__": [
    JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["__proto__"]}',
    ),
    JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"}},"required":["__proto__"],"propertyOrdering":["__proto__","constructor"]}',
    ),
    [],
  ],
};
