import type { GeminiError, GeminiErrorCode, GeminiErrorGroup } from "gemini-ts";

/**
 * The exit codes of the command, for scripts. The numbers are stable.
 *
 * | 0 | the answer is complete, or whatever read stdout closed it |
 * | 1 | any other failure |
 * | 2 | usage error: the command line, stdin, or a request that Google rejects |
 * | 3 | sign-in, account or region |
 * | 4 | no usable answer: blocked, empty, or does not fit --schema |
 * | 5 | quota, rate limit, or the model is overloaded |
 * | 6 | connection, timeout, truncated answer, or Google's servers failed |
 * | 130, 143 | stopped by SIGINT (Ctrl-C), by SIGTERM |
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130 | 143;

const BY_GROUP: Readonly<Record<GeminiErrorGroup, ExitCode>> = {
  request: 2,
  state: 1,
  "sign-in": 3,
  account: 3,
  capacity: 5,
  service: 6,
  connection: 6,
  content: 4,
  aborted: 130,
};

/** Codes for which a script should not retry, unlike the rest of their group. */
const EXCEPTIONS: Readonly<Partial<Record<GeminiErrorCode, ExitCode>>> = {
  api_error: 1,
  response_too_large: 1,
};

/** The exit code of a failure of the SDK. */
export function exitCodeOf({ code, group }: Pick<GeminiError, "code" | "group">): ExitCode {
  return EXCEPTIONS[code] ?? BY_GROUP[group];
}
