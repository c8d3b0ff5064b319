/**
 * The HTTP status for each canonical name. An error inside a stream with status 200 may have only the name.
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto
 */
const HTTP_STATUS: Readonly<Record<string, number>> = {
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
};

/** Ordered by their gRPC codes, from 1. `code` is a gRPC code if the error was never an HTTP response. */
const NAMES = Object.keys(HTTP_STATUS);

/** The HTTP status that an error body names, by number or by canonical name. Undefined if it names none. */
export function namedHttpStatus(code: unknown, name: unknown): number | undefined {
  if (typeof code === "number" && Number.isInteger(code) && code >= 400 && code <= 599) return code;
  if (typeof name === "string" && Object.hasOwn(HTTP_STATUS, name)) return HTTP_STATUS[name];
  return typeof code === "number" ? HTTP_STATUS[NAMES[code - 1] ?? ""] : undefined;
}
