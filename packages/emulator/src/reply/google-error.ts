import { type GoogleStatus, httpStatusOf } from "./status.ts";

/** A typed detail of an error, such as `google.rpc.ErrorInfo`. */
export interface ErrorDetail {
  readonly "@type": string;
  readonly [member: string]: unknown;
}

/** The JSON body of every error of Google's JSON services. */
export interface GoogleErrorBody {
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly status: GoogleStatus;
    readonly details?: readonly ErrorDetail[];
  };
}

/** An error with Google's message. Thrown by checks and handlers, written by the server in the form that the call expects. */
export class GoogleError extends Error {
  readonly httpStatus: number;
  readonly body: GoogleErrorBody;

  constructor(status: GoogleStatus, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.name = "GoogleError";
    this.httpStatus = httpStatusOf(status);
    this.body = {
      error: { code: this.httpStatus, message, status, ...(details.length > 0 ? { details } : {}) },
    };
  }
}

/** The error for an invalid request. */
export function invalidArgument(message: string, details: readonly ErrorDetail[] = []): GoogleError {
  return new GoogleError("INVALID_ARGUMENT", message, details);
}
