import { isRecord } from "../wire/is-record.ts";
import { Conversion } from "./convert/conversion.ts";
import type { Converted } from "./convert/convert-values.ts";
import { limitItems } from "./convert/item-limits.ts";
import { copyJson } from "./convert/json-copy.ts";
import { asOneObject } from "./convert/one-object.ts";
import { relaxCycles, usedDefinitions } from "./convert/recursion.ts";
import { SchemaConverter } from "./convert/schema-converter.ts";
import { SchemaDocument } from "./convert/schema-document.ts";
import { checkParameterNames } from "./names.ts";
import type { SchemaChange } from "./schema-change.ts";

/** A schema as it is sent to Gemini, and what was changed to get there. */
export interface ConvertedSchema {
  /** The JSON Schema for `parametersJsonSchema` or `responseJsonSchema`. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Every change; empty if the schema is sent as it is. */
  readonly changes: readonly SchemaChange[];
}

/**
 * Converts a JSON Schema to the part of JSON Schema that Gemini takes. What Gemini does not know is said in other keywords
 * if possible, and otherwise left to the description and to validation, so that each valid value stays possible; the
 * report names the exceptions. Adds `propertyOrdering`, which is not reported.
 *
 * @param place The option that has the schema, for errors.
 * @param use `"parameters"` of a function are sent as one object, whose properties have names that Gemini accepts.
 * @see https://ai.google.dev/api/generate-content#generationconfig
 * @throws GeminiError `invalid_options` with the path of what cannot be sent.
 */
export function convertSchema(place: string, json: unknown, use: "parameters" | "response"): ConvertedSchema {
  const document = new SchemaDocument(withoutNull(copyJson(place, json), use));
  const conversion = new Conversion(place, document);
  const given = document.root === true ? {} : document.root;
  if (!isRecord(given)) {
    throw conversion.fail({}, "is not an object", 'Pass JSON Schema, such as `{ type: "object", properties: { … } }`.');
  }
  const { root, definitions } = new SchemaConverter(conversion).convert(given);
  relaxCycles(conversion, root, definitions);
  limitItems(conversion, [root, ...definitions.values()]);
  if (use === "response") return { schema: withDefinitions(root, definitions), changes: conversion.changes };
  const parameters = asParameters(conversion, root, definitions);
  // Merging a union can leave definitions unused.
  const schema = withDefinitions(parameters, usedDefinitions(parameters, definitions));
  return { schema, changes: conversion.changes };
}

/** Arguments are never null, so that `nullable: true` beside them says nothing. */
function withoutNull(json: unknown, use: "parameters" | "response"): unknown {
  return use === "parameters" && isRecord(json) && json.nullable === true ? { ...json, nullable: false } : json;
}

function withDefinitions(root: Converted, definitions: ReadonlyMap<string, Converted>): Converted {
  return definitions.size === 0 ? root : { ...root, $defs: Object.fromEntries(definitions) };
}

function asParameters(conversion: Conversion, root: Converted, definitions: ReadonlyMap<string, Converted>): Converted {
  const object = asOneObject(conversion, root, definitions);
  if (object === undefined) {
    const problem = "describes something other than an object";
    throw conversion.fail(
      {},
      problem,
      "The parameters of a function are the properties of an object: wrap it into one.",
    );
  }
  checkParameterNames(conversion.place, isRecord(object.properties) ? Object.keys(object.properties) : []);
  return object;
}
