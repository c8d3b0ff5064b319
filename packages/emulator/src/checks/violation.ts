/** A problem of a request body: its place (a protocol buffer path, `""` for the body itself) and Google's message. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

/** The body is not a JSON object. */
export const rootMismatch: Violation = {
  field: "",
  description: 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
};

/** The message has no such field. */
export function unknownField(path: string, name: string): Violation {
  const where = path === "" ? "" : ` at '${path}'`;
  return {
    field: path,
    description: `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`,
  };
}

/** The value has the wrong type. Google does not quote objects and lists. */
export function invalidValue(path: string, type: string, value: unknown): Violation {
  const quoted =
    typeof value === "object" && value !== null ? "Starting an object on a scalar field" : JSON.stringify(value);
  return { field: path, description: `Invalid value at '${path}' (${type}), ${quoted}` };
}

/** A list instead of a single value. */
export function notRepeating(path: string, name: string): Violation {
  const where = path === "" ? "" : ` at '${path}'`;
  return {
    field: path,
    description: `Invalid JSON payload received. Unknown name "${name}"${where}: Proto field is not repeating, cannot start list.`,
  };
}
