import { isRecord } from "../../wire/is-record.ts";
import { memberPath } from "../convert/pointer.ts";
import { isTypeOfSchema, looksLikeSchema } from "./looks-like.ts";

/** Members under which other libraries and Google's own JSON hold a schema. */
const HOLDERS = [
  // OpenAI: https://platform.openai.com/docs/guides/structured-outputs
  ...["json_schema", "function", "schema"],
  // AI SDK, and this library's own jsonSchema() of another copy: https://ai-sdk.dev/docs/reference/ai-sdk-core/json-schema
  "jsonSchema",
  // Anthropic, MCP: https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
  ...["input_schema", "inputSchema", "outputSchema"],
  // Google: https://ai.google.dev/api/caching#FunctionDeclaration
  ...["parametersJsonSchema", "parameters", "responseJsonSchema", "responseSchema", "responseFormat"],
];

/** What may stand beside the schema. */
const BESIDE = ["name", "description", "strict", "type", "title", "id", "execute", "validate", "_type", "__esModule"];

const MOST_LEVELS = 3;

/** Where in a wrapper the schema is, such as `#/json_schema/schema`; undefined if the object is not a wrapper. */
export function schemaInWrapper(value: unknown, path = "#", level = 0): string | undefined {
  if (!isRecord(value) || level >= MOST_LEVELS || isTypeOfSchema(value.type)) return undefined;
  if (isDocument(value)) return memberPath(path, "schema");
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  const holder = HOLDERS.find((name) => isRecord(value[name])) ?? moduleMember(value);
  if (holder === undefined || !names.every((name) => name === holder || isBeside(name, value[name]))) return undefined;
  const found = memberPath(path, holder);
  return schemaInWrapper(value[holder], found, level + 1) ?? found;
}

/** Effect: https://effect.website/docs/schema/json-schema, with what the schema refers to next to it. */
function isDocument({ dialect, schema, definitions }: Readonly<Record<string, unknown>>): boolean {
  return typeof dialect === "string" && isRecord(schema) && isRecord(definitions);
}

/** Also members that are not a property: a property would be a schema. */
function isBeside(name: string, value: unknown): boolean {
  return BESIDE.includes(name) && !isRecord(value);
}

/** `import * as schema from "./schema.json"` has the schema in `default`. */
function moduleMember({ default: schema }: Record<string, unknown>): string | undefined {
  return looksLikeSchema(schema) ? "default" : undefined;
}
