/** Whether a value is an error, also of another realm: in Jest, the errors of Node's own modules are. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
