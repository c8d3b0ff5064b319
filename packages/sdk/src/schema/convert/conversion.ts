import type { GeminiError } from "../../errors/gemini-error.ts";
import { schemaNotConvertible } from "../../errors/schema-errors.ts";
import { withNull } from "../nullable.ts";
import type { SchemaChange } from "../schema-change.ts";
import { Conjunctions } from "./conjunctions.ts";
import { MOST_SCHEMAS } from "./keywords.ts";
import type { SchemaDocument, SchemaNode } from "./schema-document.ts";

/** What all steps of one conversion share: the document, the report, and the error with its path. */
export class Conversion {
  readonly place: string;
  readonly document: SchemaDocument;
  readonly conjunctions: Conjunctions;
  readonly #changes = new Map<string, SchemaChange>();
  readonly #origins = new WeakMap<object, SchemaNode>();
  readonly #withNull = new WeakMap<SchemaNode, SchemaNode>();
  #schemas = 0;

  constructor(place: string, document: SchemaDocument) {
    this.place = place;
    this.document = document;
    this.conjunctions = new Conjunctions(document);
  }

  /** Counts the schemas that are converted or merged, some of them many times. Throws if there are too many. */
  count(node: SchemaNode): void {
    if (++this.#schemas <= MOST_SCHEMAS) return;
    throw this.fail(node, `is larger than ${MOST_SCHEMAS} schemas when it is merged`, "Make it simpler.");
  }

  /** What was changed, each thing once. */
  get changes(): readonly SchemaChange[] {
    return [...this.#changes.values()];
  }

  /** Adds a line to the report. */
  report(node: SchemaNode, keyword: string, action: SchemaChange["action"], note: string): void {
    const path = this.document.pathOf(node);
    this.#changes.set(`${path} ${keyword} ${action}`, { path, keyword, action, note });
  }

  /** A node without `nullable: true`, see {@link withNull}. The same node for the same node, as {@link Conjunctions} needs it. */
  withNull(node: SchemaNode): SchemaNode {
    if (node.nullable !== true) return node;
    const path = this.document.pathOf(node);
    const made = this.#withNull.get(node) ?? withNull(node, (one) => this.document.placeAt(one, path));
    this.#withNull.set(node, made);
    this.report(node, "nullable", "rewritten", "Null is sent as a type.");
    return made;
  }

  /** Remembers which node a converted schema stands for. */
  setOrigin(converted: object, node: SchemaNode): void {
    this.#origins.set(converted, node);
  }

  /** The node that a converted schema stands for. */
  originOf(converted: object): SchemaNode {
    return this.#origins.get(converted) ?? {};
  }

  /** The error for something that cannot be sent to Gemini in any form. */
  fail(node: SchemaNode, problem: string, remedy: string, keyword?: string): GeminiError {
    const path = this.document.pathOf(node);
    return schemaNotConvertible(this.place, keyword === undefined ? path : `${path}/${keyword}`, problem, remedy);
  }
}
