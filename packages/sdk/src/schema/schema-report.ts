import { calledBy, captureCaller } from "../errors/caller.ts";
import type { SchemaInput } from "./output-schema.ts";
import type { SchemaChange } from "./schema-change.ts";

/**
 * Lists what is changed in a schema before it is sent to Gemini, which supports only a part of JSON Schema. The list is
 * empty if the schema is sent as it is. Answers are validated against your schema, not against the one that is sent.
 *
 * Fails with `invalid_options`, and the path of the problem, if the schema cannot be sent at all.
 *
 * @see https://ai.google.dev/gemini-api/docs/structured-output
 */
export async function schemaReport<const S extends SchemaInput>(schema: S): Promise<readonly SchemaChange[]> {
  const caller = captureCaller(schemaReport);
  // Not in the first chunk: most programs never ask.
  const [{ convertSchema }, { readSchema }] = await Promise.all([
    import("./convert-schema.ts"),
    import("./read-schema.ts"),
  ]);
  try {
    return convertSchema("schema", readSchema("schema", schema).json, "response").changes;
  } catch (error) {
    throw calledBy(error, caller);
  }
}
