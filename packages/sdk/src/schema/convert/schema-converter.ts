import { isRecord } from "../../wire/is-record.ts";
import { areDisjoint, foldBranches } from "./branches.ts";
import type { Conversion } from "./conversion.ts";
import { annotationsOf, reportAnnotations } from "./convert-typed.ts";
import { convertEnumeration, convertTypes } from "./convert-types.ts";
import { type Converted, describeInstead, hintsInto } from "./convert-values.ts";
import { DEEPEST_SCHEMA } from "./keywords.ts";
import { flatten, resolve } from "./merge.ts";
import { restricts, typesOf, valuesOf } from "./read-keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/**
 * Converts the schemas of one document. References stay references: what they lead to becomes a definition, once, so
 * that the result grows no faster than the schema. A node that merging leads back to becomes a definition too.
 */
export class SchemaConverter {
  readonly #conversion: Conversion;
  readonly #names = new Map<object, string>();
  readonly #queue: SchemaNode[] = [];
  readonly #open = new Set<object>();
  #depth = 0;

  constructor(conversion: Conversion) {
    this.#conversion = conversion;
  }

  /** The converted root, and the definitions that it refers to by name. */
  convert(root: SchemaNode): { readonly root: Converted; readonly definitions: ReadonlyMap<string, Converted> } {
    const definitions = new Map<string, Converted>();
    const converted = this.#definition(root);
    for (let node = this.#queue.shift(); node !== undefined; node = this.#queue.shift()) {
      definitions.set(this.#nameOf(node), this.#definition(node));
    }
    return { root: converted, definitions };
  }

  #definition(node: SchemaNode): Converted {
    this.#open.add(node);
    const converted = this.#convertNode(node);
    this.#open.delete(node);
    if (converted !== false) return converted;
    throw this.#conversion.fail(node, "accepts no value at all", "Remove what contradicts itself.");
  }

  #convertChild = (given: unknown, parent: SchemaNode, keyword: string): Converted | false => {
    if (given === false) return false;
    if (given === true) {
      this.#conversion.report(parent, keyword, "rewritten", "`true` is sent as `{}`.");
      return {};
    }
    if (!isRecord(given)) {
      throw this.#conversion.fail(parent, `has a \`${keyword}\` that is not a schema`, "Pass valid JSON Schema.");
    }
    const { document } = this.#conversion;
    if (document.pathOf(given) === "#" && given !== document.root) {
      document.placeAt(given, document.pathOf(parent));
    }
    const schema = this.#conversion.withNull(given);
    const { $ref: reference, ...beside } = withoutSingleAllOf(schema);
    const isAlone = document.ignoresBesideRef && schema.$ref !== undefined;
    if (typeof reference === "string" && (isAlone || !restricts(beside))) {
      return this.#reference(schema, reference, beside);
    }
    if (this.#open.has(schema)) return { $ref: `#/$defs/${this.#nameOf(schema)}` };
    this.#open.add(schema);
    this.#depth += 1;
    const converted = this.#convertNode(schema);
    this.#depth -= 1;
    this.#open.delete(schema);
    return converted;
  };

  #reference(node: SchemaNode, reference: string, beside: SchemaNode): Converted | false {
    const target = resolve(this.#conversion, node, reference);
    if (typeof target === "boolean") return target ? {} : false;
    const name = `#/$defs/${this.#nameOf(target)}`;
    if (name !== reference) this.#conversion.report(node, "$ref", "rewritten", `Sent as \`${name}\`.`);
    reportAnnotations(this.#conversion, beside, node);
    const annotations = annotationsOf(beside);
    if (Object.keys(annotations).length === 0) return { $ref: name };
    this.#conversion.report(node, "$ref", "rewritten", "Wrapped in `anyOf`: Gemini takes no other keyword beside it.");
    return { ...annotations, anyOf: [{ $ref: name }] };
  }

  /** The name of the definition that a node becomes. */
  #nameOf(node: SchemaNode): string {
    const known = this.#names.get(node);
    if (known !== undefined) return known;
    const path = this.#conversion.document.pathOf(node);
    const wanted = path === "#" ? "root" : (path.split("/").at(-1) ?? "").replace(/[^A-Za-z0-9_]/g, "_") || "schema";
    const taken = new Set(this.#names.values());
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
    this.#names.set(node, name);
    this.#queue.push(node);
    return name;
  }

  #convertNode(node: SchemaNode): Converted | false {
    if (this.#depth > DEEPEST_SCHEMA) {
      throw this.#conversion.fail(node, `is nested more than ${DEEPEST_SCHEMA} levels deep`, "Flatten it.");
    }
    const flat = flatten(this.#conversion, node);
    const converted = flat !== false && flat.not !== true && !isEmpty(flat.not) && this.#convertFlat(flat);
    if (converted !== false) this.#conversion.setOrigin(converted, node);
    return converted;
  }

  #convertFlat(flat: SchemaNode): Converted | false {
    if (Array.isArray(flat.anyOf)) return this.#union(flat, "anyOf", flat.anyOf);
    if (Array.isArray(flat.oneOf)) return this.#union(flat, "oneOf", flat.oneOf);
    const types = typesOf(flat);
    const values = valuesOf(flat);
    if (values !== undefined) return convertEnumeration(this.#conversion, flat, values, types, this.#convertChild);
    return convertTypes(this.#conversion, flat, types, this.#convertChild);
  }

  /** One branch for each branch of a union, with what stands beside the union merged into it. */
  #union(flat: SchemaNode, keyword: "anyOf" | "oneOf", given: readonly unknown[]): Converted | false {
    const { anyOf: _, oneOf, title, description, ...others } = flat;
    const { document, conjunctions } = this.#conversion;
    const beside = conjunctions.beside(others, document.pathOf(flat));
    const hints: string[] = [];
    if (keyword === "anyOf" && oneOf !== undefined) {
      describeInstead(this.#conversion, flat, "oneOf", hintsInto(hints), "Gemini takes only `anyOf`");
    }
    const mergesMore = restricts(beside);
    if (mergesMore) {
      this.#conversion.report(flat, keyword, "rewritten", "What stands beside it is merged into each branch.");
    } else reportAnnotations(this.#conversion, beside, flat);
    const branches: Converted[] = [];
    for (const branch of given) {
      const merged = mergesMore ? conjunctions.of(branch, beside) : branch;
      const converted = this.#convertChild(merged, flat, keyword);
      if (converted !== false) branches.push(converted);
    }
    if (branches.length < given.length) {
      this.#conversion.report(flat, keyword, "rewritten", "A branch that nothing fits is left out.");
    }
    if (keyword === "oneOf") {
      const action = areDisjoint(branches) ? "rewritten" : "widened";
      this.#conversion.report(flat, "oneOf", action, "Gemini takes it as `anyOf`, so several branches may fit.");
    }
    const words = [description ?? [], hints].flat().join("\n");
    const annotations = annotationsOf({ title, description: words === "" ? description : words });
    return foldBranches(this.#conversion, flat, annotations, branches);
  }
}

/** `{ allOf: [{ $ref }] }` is how drafts before 2019-09 put a description beside a reference. */
function withoutSingleAllOf(node: SchemaNode): SchemaNode {
  const { allOf, ...beside } = node;
  const [only, ...more] = Array.isArray(allOf) ? (allOf as readonly unknown[]) : [];
  if (!isRecord(only) || more.length > 0 || node.$ref !== undefined) return node;
  return Object.keys(only).join() === "$ref" ? { ...beside, $ref: only.$ref } : node;
}

function isEmpty(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}
