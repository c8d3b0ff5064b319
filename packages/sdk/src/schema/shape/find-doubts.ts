import { describeValue } from "../../errors/safe-text.ts";
import { isPlain } from "../../validation/readable.ts";
import { isRecord } from "../../wire/is-record.ts";
import { memberPath, pointerKeys } from "../convert/pointer.ts";
import { wrongValue } from "../convert/read-keywords.ts";
import { valueAt } from "../resolve-reference.ts";
import { isLibrarySchema, looksLikeSchema } from "./looks-like.ts";
import { findMisspelling } from "./misspelling.ts";
import { shapeDoubt, USE_PROPERTIES } from "./object-shape.ts";
import type { SchemaDoubt } from "./schema-doubt.ts";
import { innerSchemas, isExtension, KEYWORDS } from "./vocabulary.ts";
import { schemaInWrapper } from "./wrappers.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Deeper schemas are refused later. */
const MOST_LEVELS = 200;

/**
 * Finds what the author of a plain JSON Schema can hardly have meant. JSON Schema ignores members that it does not know, so a
 * misspelt keyword, or an object that is no schema at all, would accept any value.
 *
 * Definitions are searched if a reference leads to them: folders of definitions are not schemas.
 */
export function findDoubts(root: unknown): readonly SchemaDoubt[] {
  const wrapped = schemaInWrapper(root);
  if (wrapped !== undefined) {
    const problem = "is wrapped in an object that is not a JSON Schema itself";
    return [{ path: "#", problem, remedy: `Pass only its member ${wrapped}.`, isCertain: true }];
  }
  const doubts: SchemaDoubt[] = [];
  const strays: SchemaDoubt[] = [];
  const targets = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string, level: number): void => {
    if (typeof value === "boolean" || value === undefined || seen.has(value) || level > MOST_LEVELS) return;
    if (typeof value === "object") seen.add(value);
    const wrong = noSchema(value, path);
    if (wrong !== undefined) {
      doubts.push(wrong);
      return;
    }
    const schema = value as Schema;
    const shape = shapeDoubt(schema, path);
    if (shape !== undefined) {
      doubts.push(shape);
      return;
    }
    doubts.push(...wrongValues(schema, path));
    strays.push(...unknownMembers(schema, path));
    for (const [inner, innerPath] of innerSchemas(schema, path)) visit(inner, innerPath, level + 1);
    const { $ref: reference } = schema;
    if (typeof reference === "string" && reference.startsWith("#/")) {
      const target = valueAt(root, pointerKeys(reference.slice(1)));
      targets.add(reference);
      if (isRecord(target)) visit(target, reference, level + 1);
    }
  };
  visit(root, "#", 0);
  // A member that a reference leads to is a definition, whatever its name.
  return [...doubts, ...strays.filter(({ path }) => !targets.has(path))];
}

/** A value in the place of a schema that is none. */
function noSchema(value: unknown, path: string): SchemaDoubt | undefined {
  if (isLibrarySchema(value)) {
    const remedy =
      path === "#"
        ? "Pass it as it is, without `jsonSchema()`."
        : "Build the whole schema with the library, or convert this part to JSON Schema as well.";
    return { path, problem: "has a schema of a library in place of JSON Schema", remedy, isCertain: true };
  }
  const isSchema = isRecord(value) && (isPlain(value) || Object.keys(value).length > 0);
  if (isSchema) return undefined;
  const remedy = 'A schema is an object, such as `{ type: "string" }`.';
  return { path, problem: `has ${kindOf(value)} in place of a schema`, remedy, isCertain: true };
}

/** Without the value itself. */
function kindOf(value: unknown): string {
  if (typeof value === "object" && !Array.isArray(value)) return describeValue(value);
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

/** Keywords whose values are of the wrong kind. */
function wrongValues(schema: Schema, path: string): readonly SchemaDoubt[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const wrong = wrongValue(keyword, value);
    if (wrong === undefined) return [];
    const remedy = looksLikeSchema(value) ? USE_PROPERTIES : wrong.remedy;
    return [{ path: memberPath(path, keyword), problem: wrong.problem, remedy, isCertain: true }];
  });
}

/** Members that are not keywords, and were probably meant to be keywords or properties. */
function unknownMembers(schema: Schema, path: string): readonly SchemaDoubt[] {
  const { type, properties } = schema;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  const lacksProperties = properties === undefined && (type === undefined || types.includes("object"));
  return Object.entries(schema).flatMap(([name, value]) => {
    if (value === undefined || KEYWORDS.has(name) || isExtension(name)) return [];
    const misspelling = findMisspelling(name, value, schema);
    const problem = "has a member that is not a JSON Schema keyword";
    const doubt = { path: memberPath(path, name), problem, isCertain: false };
    if (misspelling !== undefined) {
      return [{ ...doubt, remedy: `Did you mean \`${misspelling.keyword}\`?`, isCertain: misspelling.isCertain }];
    }
    return lacksProperties && looksLikeSchema(value) ? [{ ...doubt, remedy: USE_PROPERTIES }] : [];
  });
}
