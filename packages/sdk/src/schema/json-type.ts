/** The type of a JSON value; every number is `number`. */
export function jsonTypeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Whether a JSON value has a type of JSON Schema. */
export function isOfType(value: unknown, type: unknown): boolean {
  return type === "integer" ? Number.isInteger(value) : jsonTypeOf(value) === type;
}
