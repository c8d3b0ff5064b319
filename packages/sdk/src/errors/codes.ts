import { NOT_CAPABLE } from "./denied.ts";
import { tlsFailureOf } from "./tls-failures.ts";

/**
 * The kind of a failure, by what has to change before the next call:
 *
 * | group | change |
 * |---|---|
 * | `request` | the options, the prompt or the model |
 * | `state` | the program: its client, conversation or stream cannot do this now |
 * | `sign-in` | the credentials |
 * | `account` | the account, its plan, project or region |
 * | `capacity` | nothing: wait, or use another model |
 * | `service` | nothing: Google's service failed, or sent an unexpected status |
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
 * The step at which a call failed: `options` (nothing was sent), `queue` (waiting for an earlier call of the
 * conversation), `credentials` (finding and reading the credentials), `token` (the OAuth token endpoint), `project`
 * (Code Assist account set-up), `connect`, `headers` (sent, no response yet), `idle` (between two events of a stream),
 * `body`, `total` (the deadline for the whole call), `reply` (the response is an error or invalid), `content` (what the
 * model returned), `retry` (waiting before the next attempt), `tools` (running the functions that the model called).
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

/**
 * Whether a failure is transient, and who retries it. Both `error.retryable` and the retry policy are derived from it,
 * so they cannot contradict each other:
 *
 * | rule | `error.retryable` | the library |
 * |---|---|---|
 * | `never` | false: the same call fails again | does not retry |
 * | `caller` | true | does not retry, for the reason in the code's row; the caller may |
 * | `sending` | true | retries, as often as `maxAttempts` allows |
 * | `content` | true | retries at most twice: the service works, but the model's response is unusable |
 */
export type RetryRule = "never" | "caller" | "sending" | "content";

/** The facts that a rule may depend on besides the code. */
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
 * Every code that a {@link GeminiError} can have, in the order of the page below, which explains each of them. The set
 * is closed: a minor version may add a code, but no code is ever renamed.
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
  exchange_open: { group: "state", retry: "never" },
  no_open_exchange: { group: "state", retry: "never" },

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
  // Google needs minutes to recover from a failed onboarding, so it is not repeated at once. A refusal stays one.
  onboarding_failed: { group: "account", retry: ({ status }) => (isTransientStatus(status) ? "caller" : "never") },
  permission_denied: { group: "account", retry: "never" },

  rate_limited: { group: "capacity", retry: "sending" },
  quota_exhausted: { group: "capacity", retry: "never" },
  model_overloaded: { group: "capacity", retry: "sending" },

  server_error: { group: "service", retry: "sending" },
  // 499: the request was cancelled on Google's side.
  api_error: { group: "service", retry: ({ status }) => (status === 499 ? "sending" : "never") },

  connection_failed: {
    group: "connection",
    // With a status below 500, a proxy refused the connection, and would do so again. So does Deno without the permission.
    retry: ({ reason = "", status = 500 }) =>
      tlsFailureOf(reason)?.isPermanent || status < 500 || reason === NOT_CAPABLE ? "never" : "sending",
  },
  // After `headers` and `total`, Google may still be generating a response, which is billed. `project` and `token` are
  // shared work that has already used up its whole deadline.
  timeout: {
    group: "connection",
    retry: ({ phase }) => (phase === "connect" || phase === "idle" ? "sending" : "caller"),
  },
  redirect_refused: { group: "connection", retry: "never" },
  // In phase `content` the response is complete but unusable: another request could cost as much and return the same. With
  // an error status, a gateway or sign-in page refuses the request, and goes on to do so.
  response_invalid: {
    group: "connection",
    retry: ({ phase, status = 0 }) => (phase === "content" ? "caller" : status >= 400 ? "never" : "sending"),
  },
  response_too_large: { group: "connection", retry: "never" },
  stream_interrupted: { group: "connection", retry: "sending" },
  stream_malformed: { group: "connection", retry: "sending" },
  // A proxy that responds in the token endpoint's place rarely stops within seconds.
  token_response_invalid: { group: "connection", retry: "caller" },
  // What is behind the MCP client is unknown, so whether another attempt helps is the caller's decision.
  tools_unavailable: { group: "connection", retry: "caller" },

  blocked: { group: "content", retry: "never" },
  // With these reasons, thinking used up all tokens, and a retry would do the same.
  empty_response: {
    group: "content",
    retry: ({ reason }) => (reason === "MAX_TOKENS" || reason === "CONTINUATION" ? "never" : "content"),
  },
  malformed_function_call: { group: "content", retry: "content" },
  tool_rounds_exceeded: { group: "content", retry: "never" },
  // At a limit, the same call would be truncated again.
  output_truncated: {
    group: "content",
    retry: ({ reason }) => (reason === "MAX_TOKENS" || reason === "CONTINUATION" ? "never" : "caller"),
  },
  // The model has been shown its errors already, as often as `repairAttempts` allows.
  output_invalid: { group: "content", retry: "caller" },

  aborted: { group: "aborted", retry: "never" },
} satisfies Record<string, ErrorRow>;

/**
 * The machine-readable code of a failure. The page below lists each code's meaning and remedy.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md
 */
export type GeminiErrorCode = keyof typeof errorTable;

/** The group of a code. */
export function groupOf(code: GeminiErrorCode): GeminiErrorGroup {
  return errorTable[code].group;
}

/** The retry rule of an error. */
export function retryRuleOf(error: RetryFacts & { readonly code: GeminiErrorCode }): RetryRule {
  const { retry }: ErrorRow = errorTable[error.code];
  const rule = typeof retry === "function" ? retry(error) : retry;
  // Requests to the token endpoint have already been retried (auth/tokens/token-retries.ts).
  return error.phase === "token" && rule !== "never" ? "caller" : rule;
}

/** Whether the same request may succeed later. Without a status, nothing is known. */
function isTransientStatus(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || status >= 499;
}
