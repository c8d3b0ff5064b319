import type { OutputUnit, Schema, SchemaDraft, ValidationResult } from "@cfworker/json-schema";
import { referenceLeadsNowhere, schemaNotConvertible, schemaNotExpressible } from "../errors/schema-errors.ts";
import { dependencyMissing } from "../errors/sign-in-errors.ts";
import { isError } from "../platform/is-error.ts";
import { isRecord } from "../wire/is-record.ts";
import { copyJson } from "./convert/json-copy.ts";
import { memberPath, pointerKeys } from "./convert/pointer.ts";
import { addNull } from "./nullable.ts";
import { withoutData } from "./schema-data.ts";
import { innerSchemas } from "./shape/vocabulary.ts";
import type { Validated, ValueIssue } from "./value-issue.ts";

const MOST_ISSUES = 100;

type Validate = (value: unknown) => ValidationResult;

/** Schemas by the URIs that references resolve to. */
type Known = Readonly<Record<string, Schema | boolean>>;

/**
 * Validates values against plain JSON Schema with the optional package `@cfworker/json-schema`, which interprets the schema:
 * it generates no code, so it runs where `eval` is forbidden.
 */
export class JsonSchemaValidator {
  readonly #place: string;
  readonly #schema: unknown;
  #validator: Promise<Validate> | undefined;

  constructor(place: string, schema: unknown) {
    this.#place = place;
    // The package writes into the schema.
    this.#schema = withoutData(copyJson(place, schema));
  }

  /** Loads the package. */
  async load(): Promise<void> {
    await this.#load();
  }

  /** Checks a value. */
  async validate(value: unknown): Promise<Validated> {
    const validate = await this.#load();
    const { valid, errors } = validate(value);
    if (valid) return { value };
    const leaves = errors.filter(({ keyword }) => !WRAPPERS.has(keyword));
    return { issues: (leaves.length > 0 ? leaves : errors).slice(0, MOST_ISSUES).map(toIssue) };
  }

  #load(): Promise<Validate> {
    this.#validator ??= createValidator(this.#place, this.#schema);
    return this.#validator;
  }
}

/**
 * Imported as `try { await import("…") } catch`, the only form that every bundler recognises, so that a build without the
 * package does not fail.
 */
async function createValidator(place: string, schema: unknown): Promise<Validate> {
  let library: typeof import("@cfworker/json-schema");
  try {
    library = await import("@cfworker/json-schema");
  } catch {
    throw dependencyMissing(
      "@cfworker/json-schema",
      "Validation against plain JSON Schema",
      "npm install @cfworker/json-schema@4 (or pass a Zod, ArkType or Valibot schema, which validates itself)",
      "options",
    );
  }
  const root = schema as Schema | boolean;
  let known: ReturnType<typeof library.dereference>;
  try {
    known = library.dereference(root);
  } catch (error) {
    throw schemaNotExpressible(place, isError(error) ? error.message : "");
  }
  checkReached(place, root, known);
  // Not before: references lead to places in the schema as it was given.
  for (const one of Object.values(known)) if (isRecord(one)) addNull(one);
  return (value) => library.validate(value, root, draftOf(schema), known, false);
}

/**
 * The package compiles patterns and follows references when a value reaches them, which would be after the answer was paid
 * for.
 */
function checkReached(place: string, root: unknown, known: Known): void {
  const seen = new Set<unknown>();
  const visit = (schema: unknown, path: string): void => {
    if (!isRecord(schema) || seen.has(schema)) return;
    seen.add(schema);
    const { pattern, patternProperties, $ref: reference, __absolute_ref__: uri = reference } = schema;
    const patterns = [pattern, ...Object.keys(patternProperties ?? {})].filter((one) => typeof one === "string");
    if (!patterns.every(isPattern)) {
      throw schemaNotConvertible(place, path, "has a pattern that is not a regular expression", "Correct the pattern.");
    }
    for (const [inner, innerPath] of innerSchemas(schema, path)) visit(inner, innerPath);
    if (typeof reference !== "string") return;
    const target = known[String(uri)];
    if (target === undefined) throw referenceLeadsNowhere(place, path);
    visit(target, reference.startsWith("#/") ? reference : memberPath(path, "$ref"));
  };
  visit(root, "#");
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

const DRAFTS: readonly (readonly [name: RegExp, draft: SchemaDraft])[] = [
  [/draft-0[34]/, "4"],
  [/draft-0[67]/, "7"],
  [/2019-09/, "2019-09"],
];

function draftOf(schema: unknown): SchemaDraft {
  const named = String((schema as { readonly $schema?: unknown }).$schema);
  return DRAFTS.find(([name]) => name.test(named))?.[1] ?? "2020-12";
}

/** Keywords that only pass on what is wrong deeper inside, which the package reports too. */
const WRAPPERS: ReadonlySet<string> = new Set([
  ...["properties", "patternProperties", "additionalProperties"],
  ...["items", "prefixItems", "allOf", "$ref", "if"],
]);

function toIssue({ error, instanceLocation, keyword }: OutputUnit): ValueIssue {
  const keys = pointerKeys(instanceLocation);
  return { message: error, keyword, keys, path: keys.reduce(memberPath, "#") };
}
