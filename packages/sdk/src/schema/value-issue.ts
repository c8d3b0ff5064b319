/** One problem of a value that does not fit its schema. */
export interface ValueIssue {
  /** The validator's description, for the model and for the program. It may quote the value, so no error message has it. */
  readonly message: string;
  /** Where the problem is, as a JSON Pointer from `#`. */
  readonly path: string;
  /** The keys of the path, from the outside in. */
  readonly keys: readonly string[];
  /** The keyword of JSON Schema that the value does not fit, if the validator knows nothing else. */
  readonly keyword?: string;
}

/** What validation makes of a value. */
export type Validated =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly ValueIssue[] };
