/** One thing wrong with a request body: where (a protocol buffer path, `""` for the body itself) and Google's words for it. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

/** Google's words for a body that is no JSON object. */
export const rootMismatch: Violation = {
  field: "",
  description: 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
};

/** Google's words for a field that the message does not have. */
export function unknownField(path: string, name: string): Violation {
  const where = path === "" ? "" : ` at '${path}'`;
  return {
    field: path,
    description: `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`,
  };
}

/** Google's words for a value of the wrong type; objects and lists are not quoted back. */
export function invalidValue(path: string, type: string, value: unknown): Violation {
  const quoted =
    typeof value === "object" && value !== null ? "Starting an object on a scalar field" : JSON.stringify(value);
  return { field: path, description: `Invalid value at '${path}' (${type}), ${quoted}` };
}

/** Google's words for a list where one value belongs, or the other way round. */
export function listMismatch(path: string, name: string, listGiven: boolean): Violation {
  const problem = listGiven ? "is not repeating, cannot start list." : "is repeating, a list is expected.";
  const where = path === "" ? "" : ` at '${path}'`;
  return {
    field: path,
    description: `Invalid JSON payload received. Unknown name "${name}"${where}: Proto field ${problem}`,
  };
}
