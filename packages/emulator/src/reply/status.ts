const httpStatuses = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

/**
 * The names of `google.rpc.Code` that Google's services use.
 *
 * @see https://cloud.google.com/apis/design/errors#handling_errors
 */
export type GoogleStatus = keyof typeof httpStatuses;

/** The HTTP status of a status name. */
export function httpStatusOf(status: GoogleStatus): number {
  return httpStatuses[status];
}

/** The status name of an HTTP status, or `INTERNAL` if it has none. */
export function statusOfHttp(code: number): GoogleStatus {
  const known = (Object.keys(httpStatuses) as GoogleStatus[]).find((status) => httpStatuses[status] === code);
  return known ?? "INTERNAL";
}
