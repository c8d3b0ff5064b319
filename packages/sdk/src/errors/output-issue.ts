/** Where an output does not fit its schema. */
export interface OutputIssue {
  /**
   * A JSON Pointer from `#`, such as `"#/people/0/age"`. Names that the schema does not have are content, so they are `*`.
   */
  readonly path: string;
  /**
   * What is wrong there, without quoting the output: `"is a string instead of a number"`, or the keyword of the JSON Schema that
   * it does not fit, as in "does not fit `minLength: 3`". Validators such as Zod have checks that JSON Schema lacks. Their words
   * may quote the output, so validate `error.partial.text` yourself to read them.
   */
  readonly message: string;
}
