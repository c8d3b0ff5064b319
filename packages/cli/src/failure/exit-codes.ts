import type { GeminiErrorCode } from "gemini-ts";

/**
 * How the command ends, for scripts. The numbers are stable.
 *
 * | 0 | the answer is out, or the reader of stdout had enough |
 * | 1 | any other failure |
 * | 2 | usage: the command line, stdin, or a request that Google calls invalid |
 * | 3 | sign-in, account or region |
 * | 4 | no answer: blocked, empty or unusable |
 * | 5 | quota, rate limit, or the model is overloaded |
 * | 6 | connection, timeout, broken-off answer, or Google's servers failed |
 * | 130, 143 | stopped by SIGINT (Ctrl-C), by SIGTERM |
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130 | 143;

/** The exit code of every failure of the SDK. */
export const exitCodes = {
  // change the command
  invalid_options: 2,
  unsupported: 2,
  invalid_request: 2,
  model_unavailable: 2,
  // change the sign-in
  dependency_missing: 3,
  no_credentials: 3,
  credentials_unreadable: 3,
  login_expired: 3,
  oauth_client_rejected: 3,
  account_disabled: 3,
  api_key_invalid: 3,
  endpoint_insecure: 3,
  project_required: 3,
  project_invalid: 3,
  ineligible_tier: 3,
  validation_required: 3,
  license_required: 3,
  client_unsupported: 3,
  region_unsupported: 3,
  onboarding_failed: 3,
  permission_denied: 3,
  // change the prompt
  blocked: 4,
  empty_response: 4,
  malformed_function_call: 4,
  // wait
  rate_limited: 5,
  quota_exhausted: 5,
  model_overloaded: 5,
  // try again, or look at the network
  connection_failed: 6,
  timeout: 6,
  redirect_refused: 6,
  response_invalid: 6,
  stream_interrupted: 6,
  stream_malformed: 6,
  token_response_invalid: 6,
  server_error: 6,
  // the command aborts only when it is told to
  aborted: 130,
  // these point to a bug, or to nothing that a script can act on
  api_error: 1,
  response_too_large: 1,
  client_closed: 1,
  conversation_busy: 1,
  stream_consumed: 1,
} satisfies Record<GeminiErrorCode, ExitCode>;
