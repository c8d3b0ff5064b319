import type { GenerateBackend } from "../backend.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { Schema } from "../wire/schema.ts";

/** The keywords that are checked here; `schemaMessage` has checked their types. */
type CheckedSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, CheckedSchema>>;
  readonly required?: readonly string[];
  readonly items?: CheckedSchema;
  readonly anyOf?: readonly CheckedSchema[];
};

const STRING_FORMATS = ["enum", "date-time"];

/** A schema in a request. */
export interface PlacedSchema {
  /** Google's path to it. */
  readonly path: string;
  /** The function whose declaration has it; absent for the schema of the response. */
  readonly functionName?: string;
  /** Absent if the request has none. */
  readonly schema: Schema | undefined;
}

/**
 * Checks schemas of the OpenAPI subset at every depth: no empty string in an `enum`, `properties` and `required` only for the type
 * `OBJECT`, `enum` only for `STRING`, `items` for every `ARRAY`, a type, a format that is known, and every required property
 * declared. Empty lists and maps are the same as absent ones. Does not apply to JSON Schema.
 *
 * @see https://ai.google.dev/api/caching#Schema
 * @see https://github.com/apify/apify-mcp-server/issues/353 the message for an empty string
 * @see https://github.com/iBUHub/AIStudioToAPI/issues/154 the message for an undeclared property
 * @see https://github.com/NousResearch/hermes-agent/pull/69924 the message for an array without items
 * @see https://github.com/decolua/9router/issues/359 the message for an enum of another type
 * @see https://github.com/vercel/ai/issues/2974 the message for a missing type
 * @see https://github.com/google-gemini/gemini-cli/issues/3178 the message for a format
 * @throws GoogleError `INVALID_ARGUMENT` that lists all problems.
 */
export function checkSchemas(schemas: readonly PlacedSchema[], service: GenerateBackend): void {
  if (service !== "gemini-api") checkOnVertex(schemas);
  const problems: string[] = [];
  for (const { path, schema } of schemas) {
    if (schema !== undefined) findProblems(schema as CheckedSchema, path, problems);
  }
  if (problems.length === 0) return;
  throw invalidArgument(problems.map((problem) => `* GenerateContentRequest.${problem}\n`).join(""));
}

function findProblems(schema: CheckedSchema, path: string, problems: string[]): void {
  const { type, properties = {}, required = [], anyOf = [], items } = schema;
  if (type === undefined && anyOf.length === 0 && Object.keys(schema).length > 0) {
    problems.push(`${path}.type: must be specified`);
  }
  if (type === "ARRAY" && items === undefined) problems.push(`${path}.items: missing field`);
  if (type === "STRING" && schema.format !== undefined && !STRING_FORMATS.includes(schema.format)) {
    problems.push(`${path}.format: only 'enum' and 'date-time' are supported for STRING type`);
  }
  if (type !== "STRING" && (schema.enum ?? []).length > 0) {
    problems.push(`${path}.enum: only allowed for STRING type`);
  }
  for (const [index, value] of (schema.enum ?? []).entries()) {
    if (value === "") problems.push(`${path}.enum[${index}]: cannot be empty`);
  }
  if (type === "OBJECT") {
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
  if (items !== undefined) findProblems(items, `${path}.items`, problems);
  for (const [index, option] of anyOf.entries()) {
    findProblems(option, `${path}.any_of[${index}]`, problems);
  }
}

/**
 * What Vertex AI and Code Assist check first: every schema has a type, or `anyOf` and nothing beside it.
 *
 * @see https://github.com/directus/mcp/issues/8 the message for a missing type
 * @see https://github.com/lambda-alpha-labs/Graphenium/issues/37 the message for fields beside `anyOf`
 * @see https://github.com/googleapis/python-genai/issues/625 the message for the schema of a response
 * @throws GoogleError `INVALID_ARGUMENT` about the first problem.
 */
function checkOnVertex(schemas: readonly PlacedSchema[]): void {
  for (const { path, functionName, schema } of schemas) {
    if (schema === undefined || Object.keys(schema).length === 0) continue;
    const found = problemOnVertex(schema as CheckedSchema, path.split(".").at(-1) ?? "");
    if (found === undefined) continue;
    const [place, problem] = found;
    const what =
      functionName === undefined
        ? "one or more response schemas"
        : `\`${functionName}\` functionDeclaration \`${place}\` schema`;
    const page = functionName === undefined ? "control-generated-output" : "function-calling";
    throw invalidArgument(
      `Unable to submit request because ${what} ${problem} Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/${page}`,
    );
  }
}

/** The nearest property, and what is wrong there. */
function problemOnVertex(schema: CheckedSchema, place: string): readonly [place: string, problem: string] | undefined {
  const { type, properties = {}, items, anyOf = [] } = schema;
  if (anyOf.length > 0 && Object.keys(schema).length > 1) {
    return [place, "specified other fields alongside any_of. When using any_of, it must be the only field set."];
  }
  if (type === undefined && anyOf.length === 0) return [place, "didn't specify the schema type field."];
  const inner: readonly (readonly [string, CheckedSchema])[] = [
    ...Object.entries(properties).map(([name, property]) => [`${place}.${name}`, property] as const),
    ...(items === undefined ? [] : [[place, items] as const]),
    ...anyOf.map((branch) => [place, branch] as const),
  ];
  for (const [innerPlace, innerSchema] of inner) {
    const found = problemOnVertex(innerSchema, innerPlace);
    if (found !== undefined) return found;
  }
  return undefined;
}
