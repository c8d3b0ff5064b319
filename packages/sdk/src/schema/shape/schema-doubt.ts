/** Something in a plain JSON Schema that its author can hardly have meant. */
export interface SchemaDoubt {
  /** A JSON Pointer to it, starting with `#`. */
  readonly path: string;
  /** What is wrong, behind "The schema of …". Names keywords, and quotes nothing else. */
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
  /** Whether it is a mistake for certain. Otherwise, it can be a keyword of somebody's own. */
  readonly isCertain: boolean;
}
