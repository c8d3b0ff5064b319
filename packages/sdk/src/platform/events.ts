import type { GeminiErrorCode } from "../errors/codes.ts";
import type { FinishReason, UsageMetadata } from "../wire/generate.ts";

/**
 * An event that `onEvent` receives. No event contains tokens, prompts or responses. Later versions may add types, so
 * have a `default` branch.
 */
export type GeminiEvent =
  | CallStartEvent
  | CallEndEvent
  | ExchangeFailedEvent
  | RequestEvent
  | ResponseEvent
  | RetryEvent
  | ModelFallbackEvent
  | ContinuationEvent
  | RepairEvent
  | TokenRefreshEvent
  | ToolCallEvent
  | ToolResultEvent
  | WarningEvent;

/** Which call an event belongs to. */
export interface EventIds {
  /**
   * The same in all events of one model call. Work that several calls wait for, such as renewing a token, has one of its
   * own.
   */
  readonly callId: number;
  /**
   * The same in all events of one `generate`, `sendMessage` or stream, which may take several model calls. Equals the
   * `callId` of the first.
   */
  readonly exchangeId: number;
}

/**
 * A model call begins: its turn in the queue has come and its backend is chosen. Exactly one `call-end` with the same
 * `callId` follows.
 */
export interface CallStartEvent extends EventIds {
  /** The kind of event. */
  readonly type: "call-start";
  /** `"generateContent"`, or `"streamGenerateContent"` for a stream. */
  readonly operation: string;
  /** The backend's name; absent if none could be chosen. */
  readonly backend?: string;
  /** The model to ask first; absent if no backend could be chosen. */
  readonly model?: string;
}

/** A model call has ended: complete, failed, aborted or left early. A stream that is no longer read ends at a deadline. */
export interface CallEndEvent extends EventIds {
  /** The kind of event. */
  readonly type: "call-end";
  /** As in `call-start`. */
  readonly operation: string;
  /** As in `call-start`. */
  readonly backend?: string;
  /** The model asked last; with `fallbackModels` it may differ from that of `call-start`. */
  readonly model?: string;
  /** Milliseconds since `call-start`: attempts, the delays between them and, for a stream, the reader's own time. */
  readonly durationMs: number;
  /** Requests sent for this model call, counted as in `GeminiError.attempts`. */
  readonly attempts: number;
  /** The token counts of the last attempt, if Google sent any; of all requests of a response that was continued. */
  readonly usageMetadata?: UsageMetadata;
  /** Why the last attempt's candidate ended, if it did. */
  readonly finishReason?: FinishReason;
  /** What the call failed with; absent if it succeeded. */
  readonly error?: CallFailure;
}

/**
 * A `generate`, `sendMessage`, stream or resumption failed outside of a model call: an output does not fit `schema`, a tool
 * cannot be used, or the program aborted while functions ran. The failure of a model call is in its `call-end` instead, so each
 * failure is reported once. Arguments that are refused before the exchange begins have no events.
 */
export interface ExchangeFailedEvent extends EventIds {
  /** The kind of event. */
  readonly type: "exchange-failed";
  /** What the exchange failed with. */
  readonly error: CallFailure;
}

/** Why a model call or an exchange failed. */
export interface CallFailure {
  /** The code of the error, or `"unexpected"` for an exception that is not a `GeminiError`. */
  readonly code: GeminiErrorCode | "unexpected";
  /** The error's message. It holds neither prompt nor answer. */
  readonly message: string;
  /** The HTTP status, if the failure is a response. */
  readonly status?: number;
}

/** An HTTP request is about to be sent, sign-in and account set-up included. */
export interface RequestEvent extends EventIds {
  /** The kind of event. */
  readonly type: "request";
  /** What the request is for: `"generateContent"`, `"token"`, `"loadCodeAssist"` and so on. */
  readonly operation: string;
  /** The name of the backend: `"code-assist"`, `"gemini-api"`, `"vertex"`; `"oauth"` for the token endpoint. */
  readonly backend: string;
  /** `"GET"` or `"POST"`. */
  readonly method: string;
  /** The URL without query. */
  readonly url: string;
  /**
   * 1 for the first request of this operation with this `callId`, 2 for the next, whatever its cause and model. Account
   * set-up that starts again has a new `callId`, and so counts from 1.
   */
  readonly attempt: number;
}

/** The status and headers of the response have arrived. */
export interface ResponseEvent extends EventIds {
  /** The kind of event. */
  readonly type: "response";
  /** As in the request's event. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** The HTTP status. */
  readonly status: number;
  /** Time from sending the request to the response headers, in milliseconds. */
  readonly durationMs: number;
  /** As in the request's event. */
  readonly attempt: number;
}

/** A call failed, at sign-in, at account set-up or at the request itself, and is retried after a delay. */
export interface RetryEvent extends EventIds {
  /** The kind of event. */
  readonly type: "retry";
  /** What the call is for, as in the request's event; `"token"` for retries of the token endpoint. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** The model that is called; absent if there is none. */
  readonly model?: string;
  /** The number of the attempt that follows the delay: 2 for the first retry. */
  readonly attempt: number;
  /** The delay in milliseconds. */
  readonly delayMs: number;
  /** The code of the error that the call would have failed with. */
  readonly reason: GeminiErrorCode;
  /** The HTTP status, if there was a response. */
  readonly status?: number;
}

/** The call continues with the next model of `fallbackModels`. */
export interface ModelFallbackEvent extends EventIds {
  /** The kind of event. */
  readonly type: "model-fallback";
  /** As in the request's event. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** The model that failed. */
  readonly from: string;
  /** The model that is called now. */
  readonly to: string;
  /** The error code: `"model_overloaded"`, `"quota_exhausted"`, `"rate_limited"` or `"model_unavailable"`. */
  readonly reason: GeminiErrorCode;
  /** The options that `to` does not accept as they are. Absent if it accepts all. */
  readonly changed?: readonly ChangedOption[];
}

/** A long response continues: the same request is sent with a token. */
export interface ContinuationEvent extends EventIds {
  /** The kind of event. */
  readonly type: "continuation";
  /** As in the request's event. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** The model that is called. */
  readonly model: string;
  /** The number of the request among those of this response: 2 for the first that continues it. */
  readonly hop: number;
  /**
   * `"length"`: Google ended the response at the length of one response. `"interrupted"`: it failed, an event of the type
   * `"retry"` says why, and it continues from its last checkpoint.
   */
  readonly cause: "length" | "interrupted";
}

/** An option that a fallback model does not accept as it is. */
export interface ChangedOption {
  /** Its name, such as `"thinkingBudget"` or `"presencePenalty"`. */
  readonly option: string;
  /** What is sent instead, such as `"thinkingLevel: LOW"`. Absent if nothing is. */
  readonly instead?: string;
}

/** An output does not fit `schema`, and the model is asked to write it again. Has the ids of the model call. */
export interface RepairEvent extends EventIds {
  /** The kind of event. */
  readonly type: "repair";
  /** 1 for the first repair of the exchange. */
  readonly repair: number;
  /** The code that the call would have failed with: `"output_invalid"` or `"output_truncated"`. */
  readonly reason: GeminiErrorCode;
  /** Where the output does not fit, as in `GeminiError.issues`. */
  readonly paths: readonly string[];
}

/** The model called a function of `tools`. Has the ids of the model call. */
export interface ToolCallEvent extends EventIds {
  /** The kind of event. */
  readonly type: "tool-call";
  /** The name of the tool; `"(unknown)"` if there is none, since a name that the model invented is part of its answer. */
  readonly tool: string;
  /** Identifies the call of the function, as `ToolContext.callId`. */
  readonly toolCallId: string;
}

/** A call of a function has a result. No such event follows a `tool-call` if the exchange pauses or is aborted. */
export interface ToolResultEvent extends EventIds {
  /** The kind of event. */
  readonly type: "tool-result";
  /** As in `tool-call`. */
  readonly tool: string;
  /** As in `tool-call`. */
  readonly toolCallId: string;
  /** Milliseconds since the function was started; 0 if it was not. */
  readonly durationMs: number;
  /**
   * `"success"`, or why the model got an error: the function failed, its deadline passed, the arguments are not valid, there is
   * no such tool, the call was denied, or it was interrupted by an abort and not repeated.
   */
  readonly outcome: ToolOutcome;
}

/** How a call of a function ended. */
export type ToolOutcome =
  | "success"
  | "error"
  | "timeout"
  | "invalid_arguments"
  | "unknown_tool"
  | "denied"
  | "interrupted";

/** An access token was renewed. */
export interface TokenRefreshEvent {
  /** The kind of event. */
  readonly type: "token-refresh";
  /** `"expired"`: it had less than five minutes left, or none. `"refused"`: Google rejected it with 401. */
  readonly cause: "expired" | "refused";
  /** When the new token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Something went wrong that did not stop the call. */
export interface WarningEvent {
  /** The kind of event. */
  readonly type: "warning";
  /**
   * An error code, or the name of a problem that does not fail a call.
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md#warnings
   */
  readonly code:
    | GeminiErrorCode
    | "approval_failed"
    | "exchange_dropped"
    | "function_results_added"
    | "log_level_unknown"
    | "login_file_permissions"
    | "login_file_not_saved"
    | "model_retired"
    | "model_retiring"
    | "model_substituted"
    | "model_unknown"
    | "parameter_ignored"
    | "parameter_unsupported"
    | "response_incomplete"
    | "schema_after_tools"
    | "schema_changed"
    | "schema_suspicious"
    | "settings_ignored"
    | "signatures_dropped"
    | "token_cache_failed"
    | "tool_left_out";
  /** What happened and, if possible, what to do about it. */
  readonly message: string;
  /** The part of `message` that says what happened; set if `message` also says what to do. */
  readonly summary?: string;
  /** The option that `message` says to change, if any. */
  readonly option?: string;
}

/** Receives events. Errors that it throws are ignored: an observer must not break a call. */
export type OnEvent = (event: GeminiEvent) => void;
