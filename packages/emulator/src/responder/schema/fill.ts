import { isObject } from "../../validation/property-check.ts";
import { COUNT_PATTERN, toCount } from "../count-words.ts";
import { nameWords } from "../tools/name-words.ts";
import type { PromptValues } from "../tools/prompt-values.ts";
import { DESCRIBED_MEMBERS } from "./described-keywords.ts";
import { fillNumber, fillString, numbersOf, sizeOf } from "./fill-scalar.ts";
import { isNullable, type ResolvedSchema, resolveSchema, typeOf } from "./resolve.ts";

/** From this depth on, optional properties and items are left out, so that recursive schemas end. */
const DEEP = 6;
const DEEPEST = 24;
const MOST_VALUES = 5_000;
const MOST_ITEMS = 1_000;
const USUAL_ITEMS = 2;
const REQUESTED_ITEMS = new RegExp(`\\b(?:list|name|give(?: me)?|write|generate|suggest) (${COUNT_PATTERN})\\b`, "i");

/**
 * Fills a JSON Schema, or a schema of Google's, with simple values that it accepts. Knows `type`, `enum`, `const`,
 * `properties`, `required`, `items`, `prefixItems`, the minimum and maximum keywords, `multipleOf`, `$ref`, `allOf`, `anyOf`,
 * `oneOf` and common formats. Ignores all else, such as `pattern`.
 */
export class SchemaFiller {
  readonly #root: unknown;
  readonly #prompt: string;
  readonly #values: PromptValues | undefined;
  #count = 0;

  /**
   * @param prompt Chooses the value of an enum, and the length of the outermost array ("Name three rivers").
   * @param values Where strings and numbers come from, for the arguments of a function. Optional properties are then left
   * out, unless the prompt has a value for them: of their enum or form, or a number.
   */
  constructor(root: unknown, prompt: string, values?: PromptValues) {
    this.#root = root;
    this.#prompt = prompt;
    this.#values = values;
  }

  /** A value for the whole schema. */
  fill(): unknown {
    return this.#fill(this.#root, "", 0, 0);
  }

  #fill(schema: unknown, key: string, depth: number, index: number): unknown {
    const resolved = resolveSchema(schema, this.#root, depth >= DEEP);
    if (++this.#count > MOST_VALUES || depth > DEEPEST) return null;
    if (resolved.const !== undefined) return resolved.const;
    if (Array.isArray(resolved.enum) && resolved.enum.length > 0) {
      return this.#named(resolved.enum) ?? resolved.enum[index % resolved.enum.length];
    }
    if (depth >= DEEP && isNullable(resolved)) return null;
    const type = typeOf(resolved);
    if (type === "object") return this.#object(resolved, depth, index);
    if (type === "array") return this.#array(resolved, key, depth);
    if (type === "string") return this.#values?.text(key, resolved.format) ?? fillString(resolved, key, index);
    if (type === "number" || type === "integer") return fillNumber(resolved, type === "integer", index, this.#values);
    return type === "boolean" ? true : null;
  }

  #object(schema: ResolvedSchema, depth: number, index: number): object {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const required = stringsIn(schema.required);
    const described = stringsIn(schema[DESCRIBED_MEMBERS]);
    const ordered = stringsIn(schema.propertyOrdering).filter((name) => Object.hasOwn(properties, name));
    const names = [...new Set([...ordered, ...Object.keys(properties), ...required])];
    const schemaOf = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : {});
    const isRequired = (name: string) =>
      required.includes(name) || (described.includes(name) && (depth < DEEP || this.#endsHere(schemaOf(name))));
    const filled = new Map<string, unknown>();
    const fill = (name: string) => filled.set(name, this.#fill(schemaOf(name), name, depth + 1, index));
    // Values of the prompt are for required properties first.
    for (const name of names) if (isRequired(name)) fill(name);
    for (const name of names) if (!filled.has(name) && this.#isWanted(schemaOf(name), name, depth)) fill(name);
    return Object.fromEntries(names.flatMap((name) => (filled.has(name) ? [[name, filled.get(name)]] : [])));
  }

  #isWanted(property: unknown, key: string, depth: number): boolean {
    if (!this.#values) return depth < DEEP;
    const schema = resolveSchema(property, this.#root);
    if (Array.isArray(schema.enum)) return this.#named(schema.enum) !== undefined;
    const type = typeOf(schema);
    if (type === "number" || type === "integer") return this.#values.hasNumber(numbersOf(schema, type === "integer"));
    return type === "string" && this.#values.hasFormed(key, schema.format);
  }

  /** Whether a value of the schema needs no further level. */
  #endsHere(property: unknown): boolean {
    const schema = resolveSchema(property, this.#root, true);
    const type = typeOf(schema);
    return isNullable(schema) || (type === "array" ? !sizeOf(schema.minItems) : type !== "object");
  }

  #array(schema: ResolvedSchema, key: string, depth: number): readonly unknown[] {
    const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
    const requested = depth <= 1 ? REQUESTED_ITEMS.exec(this.#prompt.slice(0, 500))?.[1] : undefined;
    const usual = requested === undefined ? USUAL_ITEMS : toCount(requested);
    const wanted = depth >= DEEP || schema.items === false ? prefix.length : Math.max(prefix.length, usual);
    const most = Math.min(sizeOf(schema.maxItems) ?? MOST_ITEMS, MOST_ITEMS);
    const length = Math.min(Math.max(sizeOf(schema.minItems) ?? 0, wanted), most);
    return Array.from({ length }, (_, index) =>
      this.#fill(prefix[index] ?? schema.items ?? {}, key.replace(/(?<=\w{2}[^s])s$/, ""), depth + 1, index),
    );
  }

  /** The value of an enum that the prompt names. */
  #named(values: readonly unknown[]): unknown {
    const words = ` ${this.#prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
    return values.find((value) => typeof value === "string" && words.includes(` ${nameWords(value).join(" ")} `));
  }
}

function stringsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}
