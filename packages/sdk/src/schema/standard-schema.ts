/**
 * A schema of any library that implements Standard Schema and Standard JSON Schema, such as Zod 4, ArkType, and Valibot
 * through `toStandardJsonSchema()` of `@valibot/to-json-schema`. `Input` is what the model has to write, `Output` what
 * validation makes of it.
 * @see https://standardschema.dev/schema
 * @see https://standardschema.dev/json-schema
 */
export interface StandardJsonSchema<Input = unknown, Output = Input> {
  /** The members that Standard Schema defines. */
  readonly "~standard": StandardJsonSchemaProps<Input, Output>;
}

/**
 * The members of a {@link StandardJsonSchema}.
 * @see https://standardschema.dev/schema
 */
export interface StandardJsonSchemaProps<Input = unknown, Output = Input> {
  /** The version of Standard Schema. */
  readonly version: 1;
  /** The name of the library. */
  readonly vendor: string;
  /** Exists for the compiler only. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  /** Checks a value. The result has `issues` if the value is invalid, and the value with all transforms applied if not. */
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  /** Converts the schema to JSON Schema. */
  readonly jsonSchema: {
    /** The JSON Schema of what goes in, before transforms. Throws if JSON Schema cannot express it. */
    readonly input: (options: {
      /** The draft of JSON Schema. Throws if the library does not know it. */
      readonly target: "draft-2020-12" | "draft-07";
      /** Options that the library alone knows. */
      readonly libraryOptions?: Record<string, unknown> | undefined;
    }) => Record<string, unknown>;
  };
}

/**
 * What {@link StandardJsonSchemaProps.validate} returns.
 * @see https://standardschema.dev/schema
 */
export type StandardResult<Output> =
  | {
      /** The valid value. */
      readonly value: Output;
      /** Absent in a valid result. */
      readonly issues?: undefined;
    }
  | {
      /** What is wrong with the value. */
      readonly issues: readonly StandardIssue[];
    };

/**
 * One problem of an invalid value.
 * @see https://standardschema.dev/schema
 */
export interface StandardIssue {
  /** The library's description of the problem. */
  readonly message: string;
  /** The keys that lead to the problem, from the outside in. */
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}
