import { isRecord } from "../../wire/is-record.ts";
import { memberPath } from "../convert/pointer.ts";
import { KEYWORD_NAMES } from "../keyword-names.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The keywords that restrict or describe values, and mean the same to everybody. */
export const KEYWORDS: ReadonlySet<string> = new Set(KEYWORD_NAMES);

/** Keywords that editors, validators and code generators add. No schema describes a property in them. */
const VENDOR: ReadonlySet<string> = new Set([
  // VS Code: https://code.visualstudio.com/docs/languages/json
  ...["markdownDescription", "enumDescriptions", "markdownEnumDescriptions", "enumItemLabels", "defaultSnippets"],
  ...["deprecationMessage", "errorMessage", "patternErrorMessage", "doNotSuggest", "suggestSortText"],
  ...["allowComments", "allowTrailingCommas", "editPresentation"],
  // Forms and code generators
  ...["enumNames", "enumTitles", "propertyOrder", "tsType", "tsEnumNames", "tsImport"],
  ...["javaType", "existingJavaType", "javaName", "goType", "goJSONSchema", "faker", "chance"],
  // ajv-keywords, ajv-formats, ajv-errors
  ...["instanceof", "typeof", "regexp", "dynamicDefaults", "patternRequired", "prohibited", "anyRequired"],
  ...["oneRequired", "allRequired", "deepProperties", "deepRequired", "uniqueItemProperties", "exclusiveRange"],
  ...["formatMinimum", "formatMaximum", "formatExclusiveMinimum", "formatExclusiveMaximum"],
  // Proposed, and the opposite of `anyOf` in some validators, not a misspelt `oneOf`
  ...["propertyDependencies", "noneOf"],
]);

/** Whether a member belongs to a tool or a vocabulary of its own: `x-order`, `ui:widget`, `$id`, `~kind`, `@type`. */
export function isExtension(name: string): boolean {
  return /^(?:x-|[$~@])|:/i.test(name) || VENDOR.has(name);
}

/** How keywords hold the schemas inside a schema. `maybe map`: a member can be a list of names too. */
export const INNER_SCHEMAS: ReadonlyMap<string, "one" | "list" | "map" | "maybe map"> = new Map([
  ...(["items", "additionalItems", "contains", "additionalProperties", "propertyNames"] as const).map(one),
  ...(["not", "if", "then", "else", "unevaluatedProperties", "unevaluatedItems"] as const).map(one),
  ...(["allOf", "anyOf", "oneOf", "prefixItems"] as const).map((name) => [name, "list"] as const),
  ...(["properties", "patternProperties", "dependentSchemas"] as const).map((name) => [name, "map"] as const),
  ["dependencies", "maybe map"] as const,
]);

function one(name: string) {
  return [name, "one"] as const;
}

/** The schemas directly inside a schema, with their paths. Not its definitions. */
export function innerSchemas(schema: Schema, path: string): readonly (readonly [schema: unknown, path: string])[] {
  return [...INNER_SCHEMAS].flatMap(([keyword, form]): readonly (readonly [unknown, string])[] => {
    const value = schema[keyword];
    if (value === undefined) return [];
    const place = memberPath(path, keyword);
    // Before draft 2020-12, `items` can be a list.
    if (Array.isArray(value) && (form === "list" || keyword === "items")) {
      return value.map((one, index) => [one, memberPath(place, index)]);
    }
    if (form === "one") return value === null ? [] : [[value, place]];
    if (form === "list" || !isRecord(value)) return [];
    const members = Object.entries(value).filter(([, member]) => form === "map" || !Array.isArray(member));
    return members.map(([name, member]) => [member, memberPath(place, name)]);
  });
}
