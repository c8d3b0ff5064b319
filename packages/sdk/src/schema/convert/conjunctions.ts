import { isRecord } from "../../wire/is-record.ts";
import { keyOf } from "./json-key.ts";
import type { SchemaDocument, SchemaNode } from "./schema-document.ts";

/**
 * Schemas that a value has to fit at once. The same schemas always give the same node, so that a recursive schema whose
 * properties are merged leads back to a known node instead of to new ones without end.
 */
export class Conjunctions {
  readonly #document: SchemaDocument;
  readonly #members = new WeakMap<object, readonly unknown[]>();
  readonly #nodes = new Map<string, SchemaNode>();
  readonly #ids = new Map<unknown, number>();

  constructor(document: SchemaDocument) {
    this.#document = document;
  }

  /** A schema that allows what both allow. */
  of(first: unknown, second: unknown): unknown {
    const all = [first, second].flatMap((schema) => (isRecord(schema) && this.#members.get(schema)) || [schema]);
    const members = [...new Set(all)].filter((schema) => schema !== true);
    if (members.includes(false)) return false;
    if (members.length < 2) return members[0] ?? true;
    const key = members.map((schema) => this.#idOf(schema)).join();
    const node = this.#nodes.get(key) ?? this.#document.placeAt({ allOf: members }, this.#document.pathOf(members[0]));
    this.#nodes.set(key, node);
    this.#members.set(node, members);
    return node;
  }

  /** What stands beside a union, for its branches: the same node for the same keywords at the same place. */
  beside(keywords: SchemaNode, path: string): SchemaNode {
    const key = `${path} ${keyOf(keywords)}`;
    const node = this.#nodes.get(key) ?? this.#document.placeAt(keywords, path);
    this.#nodes.set(key, node);
    return node;
  }

  /** Whether a node was created by merging, so that its `allOf` is not in the caller's schema. */
  has(node: SchemaNode): boolean {
    return this.#members.has(node);
  }

  #idOf(schema: unknown): number {
    const id = this.#ids.get(schema) ?? this.#ids.size;
    this.#ids.set(schema, id);
    return id;
  }
}
