/**
 * What kind of failure an error is, by what to change before the next call:
 *
 * | group | change |
 * |---|---|
 * | `request` | the options, the prompt or the model |
 * | `state` | the program: its client, conversation or stream cannot do this now |
 * | `sign-in` | the credentials |
 * | `account` | the account, its plan, project or region |
 * | `capacity` | nothing: wait, or use another model |
 * | `service` | nothing: Google failed, or answered in a way of its own |
 * | `connection` | the network, a proxy or a deadline |
 * | `content` | the prompt: the model returned no usable content |
 * | `aborted` | nothing: the caller stopped the call |
 */
export type GeminiErrorGroup =
  | "request"
  | "state"
  | "sign-in"
  | "account"
  | "capacity"
  | "service"
  | "connection"
  | "content"
  | "aborted";

/**
 * Where a call stood when it failed: `options` (nothing was sent), `queue` (waiting for the turn before), `credentials`
 * (finding and reading the credentials), `token` (the OAuth token endpoint), `project` (Code Assist account set-up),
 * `connect`, `headers` (sent, no response yet), `idle` (between two events of a stream), `body`, `total` (the deadline for
 * the whole call), `reply` (a response came and is an error or makes no sense), `content` (the model's answer itself),
 * `retry` (waiting before the next attempt).
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
  | "retry";

/**
 * Whether a failure is transient, and who retries it. Both `error.retryable` and the retry policy follow it, so they cannot
 * contradict each other:
 *
 * | rule | `error.retryable` | the library |
 * |---|---|---|
 * | `never` | false: the same call fails again | does not retry |
 * | `caller` | true | does not retry, for the reason that the row gives; the caller may |
 * | `sending` | true | retries, as often as `maxAttempts` allows |
 * | `content` | true | retries at most twice: the service works, the model's answer is unusable |
 */
export type RetryRule = "never" | "caller" | "sending" | "content";

/** What a rule may depend on besides the code. */
interface RetryFacts {
  readonly phase: GeminiErrorPhase;
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
}

interface ErrorRow {
  readonly group: GeminiErrorGroup;
  readonly retry: RetryRule | ((facts: RetryFacts) => RetryRule);
}

/**
 * Every code that a {@link GeminiError} can have, in the order of the page below, which says what each means and what to
 * do. The set is closed: a minor version may add a code; no code is ever renamed.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md
 */
export const errorTable = {
  invalid_options: { group: "request", retry: "never" },
  unsupported: { group: "request", retry: "never" },
  invalid_request: { group: "request", retry: "never" },
  model_unavailable: { group: "request", retry: "never" },

  client_closed: { group: "state", retry: "never" },
  conversation_busy: { group: "state", retry: "never" },
  stream_consumed: { group: "state", retry: "never" },

  dependency_missing: { group: "sign-in", retry: "never" },
  no_credentials: { group: "sign-in", retry: "never" },
  credentials_unreadable: { group: "sign-in", retry: "never" },
  login_expired: { group: "sign-in", retry: "never" },
  oauth_client_rejected: { group: "sign-in", retry: "never" },
  api_key_invalid: { group: "sign-in", retry: "never" },
  endpoint_insecure: { group: "sign-in", retry: "never" },

  account_disabled: { group: "account", retry: "never" },
  project_required: { group: "account", retry: "never" },
  project_invalid: { group: "account", retry: "never" },
  ineligible_tier: { group: "account", retry: "never" },
  validation_required: { group: "account", retry: "never" },
  license_required: { group: "account", retry: "never" },
  client_unsupported: { group: "account", retry: "never" },
  region_unsupported: { group: "account", retry: "never" },
  // Google takes minutes to finish what went wrong; the account is not signed up again and again meanwhile.
  onboarding_failed: { group: "account", retry: "caller" },
  permission_denied: { group: "account", retry: "never" },

  rate_limited: { group: "capacity", retry: "sending" },
  quota_exhausted: { group: "capacity", retry: "never" },
  model_overloaded: { group: "capacity", retry: "sending" },

  server_error: { group: "service", retry: "sending" },
  // 499: the request was cancelled on Google's side.
  api_error: { group: "service", retry: ({ status }) => (status === 499 ? "sending" : "never") },

  connection_failed: {
    group: "connection",
    retry: ({ reason = "" }) => (isCertificateFailure(reason) ? "never" : "sending"),
  },
  // After `headers` and `total` the answer may be in the making, and is paid for. `project` and `token` are shared work
  // that has taken its whole deadline already.
  timeout: {
    group: "connection",
    retry: ({ phase }) => (phase === "connect" || phase === "idle" ? "sending" : "caller"),
  },
  redirect_refused: { group: "connection", retry: "never" },
  // In phase `content` the answer is whole and cannot be kept in the conversation: only another answer may fit.
  response_invalid: { group: "connection", retry: ({ phase }) => (phase === "content" ? "caller" : "sending") },
  response_too_large: { group: "connection", retry: "never" },
  stream_interrupted: { group: "connection", retry: "sending" },
  stream_malformed: { group: "connection", retry: "sending" },
  // A proxy that answers for the token endpoint rarely stops within seconds.
  token_response_invalid: { group: "connection", retry: "caller" },

  blocked: { group: "content", retry: "never" },
  // After these reasons, thinking used up the tokens, and would again.
  empty_response: {
    group: "content",
    retry: ({ reason }) => (reason === "MAX_TOKENS" || reason === "CONTINUATION" ? "never" : "content"),
  },
  malformed_function_call: { group: "content", retry: "content" },

  aborted: { group: "aborted", retry: "never" },
} satisfies Record<string, ErrorRow>;

/**
 * What went wrong, for programs. The page below lists each code's meaning and remedy.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md
 */
export type GeminiErrorCode = keyof typeof errorTable;

/** The group of a code. */
export function groupOf(code: GeminiErrorCode): GeminiErrorGroup {
  return errorTable[code].group;
}

/** The table's rule for an error. */
export function retryRuleOf(error: RetryFacts & { readonly code: GeminiErrorCode }): RetryRule {
  const { retry }: ErrorRow = errorTable[error.code];
  const rule = typeof retry === "function" ? retry(error) : retry;
  // Requests to the token endpoint have had retries of their own (auth/tokens/token-retries.ts).
  return error.phase === "token" && rule !== "never" ? "caller" : rule;
}

/** Whether the system's code for a failed connection says that the server's certificate was not accepted. */
export function isCertificateFailure(reason: string): boolean {
  return /CERT|SSL|TLS|SIGNED|SIGNATURE|ALTNAME|INVALID_CA/.test(reason);
}
