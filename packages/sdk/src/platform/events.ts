import type { GeminiErrorCode } from "../errors/codes.ts";

/**
 * What `onEvent` hears. None holds tokens, prompts or answers. More types may come: have a `default` branch.
 */
export type GeminiEvent =
  | RequestEvent
  | ResponseEvent
  | RetryEvent
  | ModelFallbackEvent
  | TokenRefreshEvent
  | WarningEvent;

/** An HTTP request is about to be sent, sign-in and account set-up included. */
export interface RequestEvent {
  /** Tells it from the others. */
  readonly type: "request";
  /** What for: `"generateContent"`, `"token"`, `"loadCodeAssist"` and so on. */
  readonly operation: string;
  /** The name of the backend: `"code-assist"`, `"gemini-api"`, `"vertex"`; `"oauth"` for the token endpoint. */
  readonly backend: string;
  /** The same in all events of one call. Work that several calls wait for, such as renewing a token, has one of its own. */
  readonly callId: number;
  /** `"GET"` or `"POST"`. */
  readonly method: string;
  /** Without query. */
  readonly url: string;
  /**
   * 1 for the first request of this operation within the call, 2 for the next, of whatever cause and to whatever model.
   * Account set-up that is begun again counts anew.
   */
  readonly attempt: number;
}

/** The status line and headers of its reply came. */
export interface ResponseEvent {
  /** Tells it from the others. */
  readonly type: "response";
  /** As in the request's event. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** As in the request's event. */
  readonly callId: number;
  /** The HTTP status. */
  readonly status: number;
  /** From sending to the headers, milliseconds. */
  readonly durationMs: number;
  /** As in the request's event. */
  readonly attempt: number;
}

/** A call failed, at its sign-in, at account set-up or at the request itself, and is tried again after a wait. */
export interface RetryEvent {
  /** Tells it from the others. */
  readonly type: "retry";
  /** What the call is for, as in the request's event; `"token"` for the token endpoint's own repetitions. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** The model that is asked; absent where none is. */
  readonly model?: string;
  /** As in the request's event. */
  readonly callId: number;
  /** Which try of the whole comes after the wait: 2 for the first repetition. */
  readonly attempt: number;
  /** How long the wait is, milliseconds. */
  readonly delayMs: number;
  /** What went wrong: the code of the error that the call fails with if this was the last try. */
  readonly reason: GeminiErrorCode;
  /** The HTTP status, where a reply came. */
  readonly status?: number;
}

/** The call goes on with the next model of `fallbackModels`. */
export interface ModelFallbackEvent {
  /** Tells it from the others. */
  readonly type: "model-fallback";
  /** As in the request's event. */
  readonly operation: string;
  /** As in the request's event. */
  readonly backend: string;
  /** As in the request's event. */
  readonly callId: number;
  /** The model that did not answer. */
  readonly from: string;
  /** The model that is asked now. */
  readonly to: string;
  /** Why: `"model_overloaded"`, `"quota_exhausted"` or `"model_unavailable"`. */
  readonly reason: GeminiErrorCode;
}

/** An access token was renewed. */
export interface TokenRefreshEvent {
  /** Tells it from the others. */
  readonly type: "token-refresh";
  /** `"expired"`: it had less than five minutes left, or none. `"refused"`: Google had answered 401. */
  readonly cause: "expired" | "refused";
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Something that did not stop the call, and that someone should know. */
export interface WarningEvent {
  /** Tells it from the others. */
  readonly type: "warning";
  /** What kind: an error code, or a word for what is no failure of a call; docs/errors.md has them all. */
  readonly code:
    | GeminiErrorCode
    | "login_file_permissions"
    | "login_file_not_saved"
    | "model_substituted"
    | "response_incomplete"
    | "settings_ignored"
    | "token_cache_failed";
  /** What happened and, if something can be done, what to do. */
  readonly message: string;
  /** The part of `message` that says what happened, if it also says what to do. */
  readonly summary?: string;
  /** The option that `message` says to change, if any. */
  readonly option?: string;
}

/** Hears events. What it throws is ignored: an observer must not break a call. */
export type OnEvent = (event: GeminiEvent) => void;

/** An {@link OnEvent} that is safe to call. */
export function safeOnEvent(onEvent: OnEvent | null | undefined): OnEvent {
  if (!onEvent) return unheard;
  return (event) => {
    try {
      const returned: unknown = onEvent(event);
      // An async observer is not awaited; its failure would otherwise end the process.
      if (returned instanceof Promise) returned.catch(() => {});
    } catch {
      // The documented contract: a throwing observer never breaks a call.
    }
  };
}

/** Stands for an {@link OnEvent} where there is none. */
export function unheard(): void {}
