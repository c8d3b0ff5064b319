/**
 * Every code that a {@link GeminiError} can have, in the order of docs/errors.md, which says what each means and what
 * to do. The set is closed: a code may be added in a minor version, none is ever renamed.
 */
export const errorCodes = [
  // the call itself
  "invalid_options",
  "client_closed",
  "conversation_busy",
  "stream_consumed",
  "unsupported",
  "dependency_missing",
  // signing in
  "no_credentials",
  "credentials_unreadable",
  "login_expired",
  "oauth_client_rejected",
  "token_response_invalid",
  "account_disabled",
  "api_key_invalid",
  "endpoint_insecure",
  // the account
  "project_required",
  "project_invalid",
  "ineligible_tier",
  "validation_required",
  "license_required",
  "client_unsupported",
  "region_unsupported",
  "onboarding_failed",
  "permission_denied",
  // the service
  "invalid_request",
  "model_unavailable",
  "rate_limited",
  "quota_exhausted",
  "model_overloaded",
  "server_error",
  "api_error",
  // the connection
  "connection_failed",
  "timeout",
  "aborted",
  "redirect_refused",
  "response_invalid",
  "response_too_large",
  "stream_interrupted",
  "stream_malformed",
  // the answer
  "blocked",
  "empty_response",
  "malformed_function_call",
] as const;

/** What went wrong, for programs. See docs/errors.md for each code's meaning and remedy. */
export type GeminiErrorCode = (typeof errorCodes)[number];

/**
 * Where a call stood when it failed: `options` (nothing was sent), `queue` (waiting for the turn before), `credentials`
 * (looking for and reading the sign-in), `token` (the OAuth token endpoint), `project` (Code Assist account set-up),
 * `connect`, `headers` (sent, no reply yet), `idle` (between two events of a stream), `body`, `total` (the deadline for
 * the whole call), `reply` (a reply came and says no, or makes no sense), `content` (the answer itself), `retry` (waiting
 * before the next attempt), `tools`.
 */
export type GeminiErrorPhase =
  | "options"
  | "queue"
  | "credentials"
  | "token"
  | "project"
  | "connect"
  | "headers"
  | "idle"
  | "body"
  | "total"
  | "reply"
  | "content"
  | "retry"
  | "tools";
