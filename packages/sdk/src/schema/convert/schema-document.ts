import { isRecord } from "../../wire/is-record.ts";
import { valueAt } from "../resolve-reference.ts";
import { memberPath, pointerKeys } from "./pointer.ts";

/** A schema in the making: the keywords of JSON Schema, whose values may still be anything. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/**
 * A copied JSON Schema, with the path of every object in it and what references lead to.
 */
export class SchemaDocument {
  readonly root: unknown;
  /** Drafts before 2019-09 ignore what stands beside `$ref`. */
  readonly ignoresBesideRef: boolean;
  readonly #paths = new WeakMap<object, string>();
  readonly #anchors = new Map<string, unknown>();
  readonly #ids = new Map<string, unknown>();

  constructor(root: unknown) {
    this.root = root;
    this.ignoresBesideRef = isRecord(root) && /\bdraft-0[3-7]\b/.test(String(root.$schema));
    this.#index(root, "#");
  }

  #index(value: unknown, path: string): void {
    if (typeof value !== "object" || value === null) return;
    this.#paths.set(value, path);
    if (isRecord(value)) {
      const { $anchor: anchor, $id: id } = value;
      if (typeof anchor === "string" && !this.#anchors.has(anchor)) this.#anchors.set(anchor, value);
      if (typeof id === "string" && !this.#ids.has(id)) this.#ids.set(id, value);
      // Draft 7 writes anchors as `$id: "#name"`.
      if (typeof id === "string" && id.startsWith("#")) this.#anchors.set(id.slice(1), value);
    }
    for (const [key, member] of Object.entries(value)) this.#index(member, memberPath(path, key));
  }

  /** Where a node stands in the document; `#` if it does not. */
  pathOf(node: unknown): string {
    return (typeof node === "object" && node !== null && this.#paths.get(node)) || "#";
  }

  /** Gives a node that the conversion made the path of the one that it stands for. */
  placeAt<Node extends object>(node: Node, path: string): Node {
    this.#paths.set(node, path);
    return node;
  }

  /** What a `$ref` leads to within the document; undefined if nothing is there. */
  resolve(reference: string): unknown {
    const [base = "", fragment = ""] = reference.split("#", 2);
    const start = base === "" ? this.root : (this.#ids.get(base) ?? this.#ids.get(`${base}#`));
    if (fragment === "") return start;
    if (!fragment.startsWith("/")) return this.#anchors.get(fragment);
    return valueAt(start, pointerKeys(fragment));
  }
}
