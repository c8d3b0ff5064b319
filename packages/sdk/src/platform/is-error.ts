/** Whether a value is an error, also of another realm: in Jest, the errors of Node's own modules are. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** ` (TypeError)` for a message: the name of an error of the caller's code, whose message may contain secrets. Else empty. */
export function nameInBrackets(error: unknown): string {
  return isError(error) && /^\w{1,40}$/.test(error.name) ? ` (${error.name})` : "";
}
