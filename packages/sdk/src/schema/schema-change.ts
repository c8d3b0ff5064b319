/** One thing that was changed in a schema before it is sent to Gemini. */
export interface SchemaChange {
  /** A JSON Pointer to the schema with the keyword, such as `"#/properties/age"`; `"#"` is the schema itself. */
  readonly path: string;
  /** The keyword, such as `"pattern"`. */
  readonly keyword: string;
  /**
   * What became of it:
   * - `"rewritten"`: other keywords express the same.
   * - `"omitted"`: it is not sent, and restricts no value that JSON can hold exactly.
   * - `"widened"`: the schema that is sent accepts more. The answer is still validated against your schema.
   * - `"narrowed"`: the schema that is sent accepts less, so the model cannot write some of the valid values.
   */
  readonly action: "rewritten" | "omitted" | "widened" | "narrowed";
  /** What was done, and why. */
  readonly note: string;
}
