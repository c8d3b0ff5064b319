import type { EmulatedService } from "./backend.ts";
import type { Fault } from "./faults/fault.ts";

/** One request that an emulator received. It is complete when `outcome` is no longer `"pending"`. */
export interface EmulatorCall {
  /** In upper case. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The query, with keys and tokens redacted. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * In lower case. Credentials are replaced: fake ones stand by their name, others as `sha256:` and twelve hexadecimal digits.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The parsed JSON, or a form with its secrets redacted as the headers' are; the text where it could not be parsed; the hash of
   * what a sign-in endpoint got in another form; undefined where there was none.
   */
  readonly body: unknown;
  /** The service, or undefined where no endpoint matched. */
  readonly backend: EmulatedService | undefined;
  /** Such as `"streamGenerateContent"`, `"loadCodeAssist"`, `"token"`; `"unknown"` where no endpoint matched. */
  readonly operation: string;
  /** The model named in the path or the body, without `models/`; undefined where there was none. */
  readonly model: string | undefined;
  /** Milliseconds since 1970 by the emulator's clock. */
  readonly receivedAt: number;
  /** The HTTP status answered; undefined while pending, and where the raw socket was taken. */
  readonly status: number | undefined;
  /** The fault that was applied to it; undefined where none was. */
  readonly fault: Fault | undefined;
  /** How many bytes of the answer's body were handed on, before any compression that the option `gzip` brings. */
  readonly responseBytes: number;
  /**
   * `"complete"`: the whole answer was handed on. `"abandoned"`: the client went away before that. `"taken"`: the socket
   * intercept answered. `"failed"`: the answer, or its body, broke off by itself (faults do that).
   */
  readonly outcome: "pending" | "complete" | "abandoned" | "taken" | "failed";
}
