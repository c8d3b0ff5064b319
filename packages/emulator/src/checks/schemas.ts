import { invalidArgument } from "../reply/google-error.ts";
import type { Schema } from "../wire/schema.ts";

/** The keywords that are checked here; `schemaMessage` has checked their types. */
type CheckedSchema = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, CheckedSchema>>;
  readonly required?: readonly string[];
  readonly items?: CheckedSchema;
  readonly anyOf?: readonly CheckedSchema[];
};

/**
 * Checks schemas of the OpenAPI subset at every depth: no empty string in an `enum`, `properties` and `required` only for the type
 * `OBJECT`, and every required property declared. Empty lists and maps are the same as absent ones. Does not apply to JSON Schema.
 *
 * @param schemas By their path in the request.
 * @see https://ai.google.dev/api/caching#Schema
 * @see https://github.com/apify/apify-mcp-server/issues/353 the message for an empty string
 * @see https://github.com/iBUHub/AIStudioToAPI/issues/154 the message for an undeclared property
 * @throws GoogleError `INVALID_ARGUMENT` that lists all problems.
 */
export function checkSchemas(schemas: Iterable<readonly [path: string, schema: Schema | undefined]>): void {
  const problems: string[] = [];
  for (const [path, schema] of schemas) {
    if (schema !== undefined) findProblems(schema as CheckedSchema, path, problems);
  }
  if (problems.length === 0) return;
  throw invalidArgument(problems.map((problem) => `* GenerateContentRequest.${problem}\n`).join(""));
}

function findProblems(schema: CheckedSchema, path: string, problems: string[]): void {
  const { properties = {}, required = [] } = schema;
  for (const [index, value] of (schema.enum ?? []).entries()) {
    if (value === "") problems.push(`${path}.enum[${index}]: cannot be empty`);
  }
  if (schema.type === "OBJECT") {
    for (const [index, name] of required.entries()) {
      if (!Object.hasOwn(properties, name)) problems.push(`${path}.required[${index}]: property is not defined`);
    }
  } else {
    if (Object.keys(properties).length > 0) problems.push(`${path}.properties: only allowed for OBJECT type`);
    if (required.length > 0) problems.push(`${path}.required: only allowed for OBJECT type`);
  }
  for (const [name, property] of Object.entries(properties)) {
    findProblems(property, `${path}.properties[${name}]`, problems);
  }
  if (schema.items !== undefined) findProblems(schema.items, `${path}.items`, problems);
  for (const [index, option] of (schema.anyOf ?? []).entries()) {
    findProblems(option, `${path}.any_of[${index}]`, problems);
  }
}
