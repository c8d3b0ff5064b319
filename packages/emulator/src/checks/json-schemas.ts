import { invalidArgument } from "../reply/google-error.ts";
import { isObject } from "../validation/property-check.ts";
import type { FunctionDeclaration } from "../wire/tools.ts";
import { lookUp, subschemas } from "./json-subschemas.ts";
import { findReferenceLoop } from "./reference-loops.ts";

/** Google does not publish its limit; reports name schemas of MCP servers that are deeper than they look. */
const DEEPEST = 32;

/** @see https://github.com/googleapis/python-genai/issues/2170 */
const MOST_ITEMS = 960;

/** What Google takes beside `$ref`. Other names that start with `$` are taken too. */
const BESIDE_REF = ["description", "default"];

/**
 * Checks the JSON Schemas of a function. Its parameters have to be an object.
 *
 * @see https://github.com/diegosouzapw/OmniRoute/pull/3360 the message for another type
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkParameters({ name, parametersJsonSchema, responseJsonSchema }: FunctionDeclaration): void {
  const tooDeep = "A FunctionDeclaration in the request exceeds the maximum allowed nesting depth.";
  checkJsonSchema(parametersJsonSchema, tooDeep);
  checkJsonSchema(responseJsonSchema, tooDeep);
  if (parametersJsonSchema !== undefined && parametersJsonSchema.type !== "object") {
    throw invalidArgument(
      `Unable to submit request because \`${name}\` functionDeclaration parameters schema should be of type OBJECT`,
    );
  }
}

/** Checks the JSON Schema of a response. @throws GoogleError `INVALID_ARGUMENT` */
export function checkResponseJsonSchema(schema: unknown): void {
  checkJsonSchema(schema, "A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth.");
}

/**
 * Checks what Google refuses in a JSON Schema: references to nothing, keywords beside a reference, loops of references that
 * never end, too much nesting and too many items. Google ignores the keywords that it does not know.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 * @see https://github.com/google-gemini/gemini-cli/issues/13326 the message for a reference to nothing
 * @see https://github.com/diegosouzapw/OmniRoute/issues/461 the message for keywords beside a reference
 * @see https://github.com/juspay/juspay-mcp/pull/132 the message for a loop
 * @see https://github.com/google-gemini/gemini-cli/issues/5923 the message for nesting
 */
function checkJsonSchema(root: unknown, tooDeep: string): void {
  if (root === undefined) return;
  let items = 0;
  const check = (schema: unknown, path: string, depth: number): void => {
    if (depth > DEEPEST) throw invalidArgument(tooDeep);
    if (!isObject(schema)) return;
    if (typeof schema.$ref === "string") checkReference(schema, schema.$ref, root, path);
    if (typeof schema.maxItems === "number") items += schema.maxItems;
    for (const [keyword, inner] of subschemas(schema)) check(inner, joined(path, keyword), depth + 1);
  };
  check(root, "", 0);
  const loop = findReferenceLoop(root);
  if (loop !== undefined) {
    throw invalidArgument(
      `ref loops are only supported if they include optional or nullable property values, or a potentially-zero-length array items, but a ref loop of required fields was found at ${loop}`,
    );
  }
  if (items > MOST_ITEMS) throw invalidArgument("Request contains an invalid argument.");
}

function checkReference(
  schema: Readonly<Record<string, unknown>>,
  reference: string,
  root: unknown,
  path: string,
): void {
  if (lookUp(reference, root) === undefined) {
    throw invalidArgument(`reference to undefined schema at ${path === "" ? "top-level" : path}`);
  }
  const beside = Object.keys(schema).filter((keyword) => !keyword.startsWith("$") && !BESIDE_REF.includes(keyword));
  if (beside.length === 0) return;
  throw invalidArgument(
    `Schema.ref '${reference.split("/").at(-1)}' was set alongside unsupported fields.  If a schema node has Schema.ref set, then only description and default can be set alongside it; other fields they would be replaced by the expanded reference.`,
  );
}

function joined(path: string, keyword: string): string {
  return path === "" ? keyword : `${path}.${keyword}`;
}
