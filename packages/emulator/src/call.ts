import type { EmulatedService } from "./backend.ts";
import type { Fault } from "./faults/fault.ts";
import type { FunctionResponse } from "./wire/content.ts";
import type { GenerateContentRequest } from "./wire/generate.ts";

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
  /**
   * The request of a `generateContent`, `streamGenerateContent` or `countTokens`, without its envelope, with the names
   * of its JSON in camel case. Undefined for other operations, and if a field is unknown or of the wrong type (such a
   * call gets a 400). Computed when it is read: it is not in `JSON.stringify(call)`.
   */
  readonly request: GenerateContentRequest | undefined;
  /**
   * The text of the last user turn of `request`: its text parts, joined by newlines. Empty if the turn has none, as after a
   * function call, when it holds function responses. Undefined without a `request`.
   */
  readonly prompt: string | undefined;
  /**
   * The function results of the last user turn of `request`, in order; empty if it has none. The `prompt` is then
   * empty, unless the turn also has text.
   */
  readonly functionResponses: readonly FunctionResponse[];
  /** The service; undefined if no endpoint matched. */
  readonly backend: EmulatedService | undefined;
  /** Such as `"streamGenerateContent"`, `"loadCodeAssist"`, `"token"`; `"unknown"` if no endpoint matched. */
  readonly operation: string;
  /** The model in the path or the body, without `models/`; undefined if there is none. */
  readonly model: string | undefined;
  /** Milliseconds since 1970, by the emulator's clock; NaN if the option `now` failed. */
  readonly receivedAt: number;
  /** The HTTP status of the response; undefined while it is pending, and if `intercept` took the socket. */
  readonly status: number | undefined;
  /** The fault that was applied, if any. */
  readonly fault: Fault | undefined;
  /**
   * Why the emulator refused the call because of how the test set it up: nothing was scripted, a fault could not be
   * applied, or a function of the test threw or returned something invalid. Such a call gets a 400 with this message,
   * unless the response had begun.
   */
  readonly problem: string | undefined;
  /** How many bytes of the response's body were sent, before compression by the option `gzip`. */
  readonly responseBytes: number;
  /**
   * `"complete"`: the whole response was sent. `"abandoned"`: the client disconnected before that. `"taken"`: `intercept` took the
   * socket. `"failed"`: the emulator aborted the response, because of a fault or an intercept.
   */
  readonly outcome: "pending" | "complete" | "abandoned" | "taken" | "failed";
}
