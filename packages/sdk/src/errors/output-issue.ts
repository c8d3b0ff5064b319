/** Where an output does not fit its schema. */
export interface OutputIssue {
  /**
   * A JSON Pointer from `#`, such as `"#/people/0/age"`. Names that the schema does not have are content, so they are `*`.
   */
  readonly path: string;
  /** What is wrong there, without quoting the output: `"is a string instead of a number"`. */
  readonly message: string;
}
