import { type Extracts, extractFrom } from "../hints/extract.ts";
import { NumberFinder } from "../hints/find-number.ts";
import { findText } from "../hints/find-text.ts";
import { requestedList } from "../hints/requested-list.ts";
import { numberWithin, rangeOf } from "./fill-number.ts";
import { fillString } from "./fill-string.ts";
import { isRecord, type Resolved, resolveSchema, typesOf } from "./resolve.ts";

/** From here on optional members and optional items are left out, so that recursive schemas end. */
const DEEP = 6;
const DEEPEST = 24;
const MOST_VALUES = 5_000;
const MOST_ITEMS = 1_000;

/** Fills schemas with values that they accept, taken from a prompt where it is obvious which. */
export class SchemaFiller {
  readonly #root: unknown;
  readonly #extracts: Extracts;
  readonly #numbers: NumberFinder;
  readonly #onlyObvious: boolean;
  #values = 0;

  /** With `onlyObvious`, optional members that the prompt says nothing about are left out, as in function calls. */
  constructor(root: unknown, prompt: string, onlyObvious: boolean) {
    this.#root = root;
    this.#extracts = extractFrom(prompt);
    this.#numbers = new NumberFinder(this.#extracts);
    this.#onlyObvious = onlyObvious;
  }

  /** A value for the schema, by default the root. `key` is what the value is called, `index` its place in a list. */
  fill(schema: unknown = this.#root, key = "", depth = 0, index = 0): unknown {
    const resolved = resolveSchema(schema, this.#root, depth >= DEEP);
    if (++this.#values > MOST_VALUES || depth > DEEPEST) return null;
    if (resolved.const !== undefined) return resolved.const;
    if (Array.isArray(resolved.enum) && resolved.enum.length > 0)
      return this.#choose(resolved.enum) ?? resolved.enum[index % resolved.enum.length];
    const types = typesOf(resolved);
    if (depth >= DEEP && (resolved.nullable === true || types.includes("null"))) return null;
    const type = types.find((candidate) => candidate !== "null") ?? "null";
    if (type === "object") return this.#object(resolved, depth, index);
    if (type === "array") return this.#array(resolved, key, depth);
    return this.#plain(type, resolved, key, index);
  }

  #plain(type: string, schema: Resolved, key: string, index: number): unknown {
    if (type === "null") return null;
    if (type === "boolean") return true;
    if (type === "string") return fillString(schema, key, this.#textFor(schema, key, index), index);
    const range = rangeOf(schema, type === "integer");
    const next = numberWithin(range) + index * (range.step ?? 1);
    return this.#numbers.find(key, range.accepts) ?? (range.accepts(next) ? next : numberWithin(range));
  }

  /** What the prompt has for a text: of its format, of its name, or the next thing of the list that was asked for. */
  #textFor(schema: Resolved, key: string, index: number): string | undefined {
    const { emails, urls, dates, prompt } = this.#extracts;
    if (schema.format === "email") return emails[index];
    if (schema.format === "uri" || schema.format === "url") return urls[index];
    if (schema.format === "date") return dates[index];
    const listed = this.#onlyObvious || !LISTED.test(key) ? undefined : requestedList(prompt)?.things?.[index];
    return listed ?? (index === 0 ? findText(this.#extracts, key) : undefined);
  }

  #object(schema: Resolved, depth: number, index: number): Record<string, unknown> {
    const properties = isRecord(schema.properties) ? schema.properties : {};
    const required = Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === "string") : [];
    const names = new Set([...ordered(schema, Object.keys(properties)), ...required]);
    const filled: [string, unknown][] = [];
    for (const name of names) {
      const property = Object.hasOwn(properties, name) ? properties[name] : openProperty(schema);
      if (!required.includes(name) && !this.#isWanted(property, name, depth)) continue;
      filled.push([name, this.fill(property, name, depth + 1, index)]);
    }
    const missing = Math.min(countIn(schema.minProperties) ?? 0, 100) - filled.length;
    for (let extra = 1; extra <= missing; extra++)
      filled.push([`key${extra}`, this.fill(openProperty(schema), "value", depth + 1)]);
    return Object.fromEntries(filled);
  }

  #isWanted(property: unknown, name: string, depth: number): boolean {
    if (!this.#onlyObvious) return depth < DEEP;
    const resolved = resolveSchema(property, this.#root);
    if (Array.isArray(resolved.enum)) return this.#choose(resolved.enum) !== undefined;
    const isText = typesOf(resolved).includes("string") && resolved.pattern === undefined;
    return isText && OPTIONAL_WHEN_FOUND.test(name) && findText(this.#extracts, name) !== undefined;
  }

  #array(schema: Resolved, key: string, depth: number): readonly unknown[] {
    const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
    const least = Math.min(countIn(schema.minItems) ?? 0, MOST_ITEMS);
    const most = Math.min(countIn(schema.maxItems) ?? Infinity, MOST_ITEMS);
    // Only the outermost list is the one that the prompt asks for.
    const usual = (depth <= 1 ? requestedList(this.#extracts.prompt)?.count : undefined) ?? 2;
    const wanted = depth >= DEEP || schema.items === false ? prefix.length : Math.max(prefix.length, usual);
    const length = Math.max(least, Math.min(wanted, most));
    return Array.from({ length }, (_, index) =>
      this.fill(prefix[index] ?? schema.items ?? {}, singular(key), depth + 1, index),
    );
  }

  /** The allowed value that the prompt names. */
  #choose(values: readonly unknown[]): unknown {
    const words = ` ${this.#extracts.prompt.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
    return values.find((value) => {
      const name =
        typeof value === "string"
          ? value
              .toLowerCase()
              .replace(/[^\p{L}\p{N}]+/gu, " ")
              .trim()
          : "";
      return name !== "" && words.includes(` ${name} `);
    });
  }
}

/** The names under which the things of a list go; a list of plain texts has none, or that of the list. */
const LISTED = /^$|name|title|item|answer|result|fruit|vegetable|colou?r|animal|planet|countr|cit(?:y|ies)|language/i;
/** Optional texts worth filling in a call; others would only repeat the prompt. */
const OPTIONAL_WHEN_FOUND = /city|location|country|date|email|url|path|dir/i;

function ordered(schema: Resolved, names: readonly string[]): readonly string[] {
  const order = Array.isArray(schema.propertyOrdering)
    ? schema.propertyOrdering.filter((name) => names.includes(name))
    : [];
  return [...new Set<string>([...order, ...names])];
}

function openProperty(schema: Resolved): unknown {
  return isRecord(schema.additionalProperties) ? schema.additionalProperties : { type: "string" };
}

/** Google's own schemas carry counts as texts of digits. */
function countIn(value: unknown): number | undefined {
  const count = typeof value === "string" ? Number(value) : value;
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function singular(key: string): string {
  return key.length > 3 && key.endsWith("s") && !key.endsWith("ss") ? key.slice(0, -1) : key;
}
