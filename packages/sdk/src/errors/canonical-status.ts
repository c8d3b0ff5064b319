/**
 * The HTTP status of each canonical name. An error within a stream of status 200 can lack the number.
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const HTTP_STATUS: ReadonlyMap<unknown, number> = new Map([
  ["CANCELLED", 499],
  ["UNKNOWN", 500],
  ["INVALID_ARGUMENT", 400],
  ["DEADLINE_EXCEEDED", 504],
  ["NOT_FOUND", 404],
  ["ALREADY_EXISTS", 409],
  ["PERMISSION_DENIED", 403],
  ["UNAUTHENTICATED", 401],
  ["RESOURCE_EXHAUSTED", 429],
  ["FAILED_PRECONDITION", 400],
  ["ABORTED", 409],
  ["OUT_OF_RANGE", 400],
  ["UNIMPLEMENTED", 501],
  ["INTERNAL", 500],
  ["UNAVAILABLE", 503],
  ["DATA_LOSS", 500],
]);

/** The HTTP status that an error body names, by number or by canonical name. Undefined where it names none. */
export function namedHttpStatus(code: unknown, name: unknown): number | undefined {
  if (typeof code === "number" && Number.isInteger(code) && code >= 400 && code <= 599) return code;
  return HTTP_STATUS.get(name);
}
