import type { EmulatedService } from "./backend.ts";
import type { Fault } from "./faults/fault.ts";

/** One request that an emulator received. It is complete when `outcome` is no longer `"pending"`. */
export interface EmulatorCall {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The query, with keys and tokens redacted. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * By name in lower case. Real credentials are replaced by `sha256:` and twelve hexadecimal digits; fake ones are kept.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The parsed JSON, or a form whose secrets are redacted like those of the headers. The text if it could not be parsed; a hash if
   * it was sent to a sign-in endpoint and is not a form. Undefined without a body.
   */
  readonly body: unknown;
  /** The service; undefined if no endpoint matched. */
  readonly backend: EmulatedService | undefined;
  /** Such as `"streamGenerateContent"`, `"loadCodeAssist"`, `"token"`; `"unknown"` if no endpoint matched. */
  readonly operation: string;
  /** The model in the path or the body, without `models/`; undefined if there is none. */
  readonly model: string | undefined;
  /** Milliseconds since 1970, by the emulator's clock. */
  readonly receivedAt: number;
  /** The HTTP status of the response; undefined while it is pending, and if `intercept` took the socket. */
  readonly status: number | undefined;
  /** The fault that was applied, if any. */
  readonly fault: Fault | undefined;
  /** How many bytes of the response's body were sent, before compression by the option `gzip`. */
  readonly responseBytes: number;
  /**
   * `"complete"`: the whole response was sent. `"abandoned"`: the client disconnected before that. `"taken"`: `intercept` took the
   * socket. `"failed"`: the emulator aborted the response, because of a fault or an intercept.
   */
  readonly outcome: "pending" | "complete" | "abandoned" | "taken" | "failed";
}
