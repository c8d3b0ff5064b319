import type { GeminiError } from "../../../src/errors/gemini-error.ts";
import {
  apiError,
  apiErrorFromStatus,
  type CredentialKind,
  type RefusedReply,
} from "../../../src/refusals/api-error.ts";
import { statusOfValue } from "../../../src/refusals/parse-status.ts";

export const NOW = Date.UTC(2026, 0, 1);
export const domain = "cloudcode-pa.googleapis.com";

/** The parts of a refusal that matter here. */
export interface Reply {
  readonly message?: string;
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly details?: readonly unknown[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly credentialKind?: CredentialKind;
  readonly backend?: string;
  /** Instead of the body that the rest makes. */
  readonly body?: string;
  readonly now?: number;
}

/** The error for a reply with this status. */
export function errorFor(status: number, reply: Reply = {}): GeminiError {
  return apiError(refused(status, reply));
}

/** The error for the same as an event of a stream, whose own status is 200. */
export function errorInStream(status: number, reply: Reply = {}): GeminiError {
  const { body, ...rest } = refused(status, reply);
  const parsed = statusOfValue(JSON.parse(body));
  if (!parsed) throw new TypeError("no error");
  return apiErrorFromStatus(parsed, { ...rest, body, status: 200 });
}

function refused(status: number, reply: Reply): RefusedReply {
  const {
    message = "Google's words",
    reason,
    metadata,
    details = [],
    headers,
    credentialKind,
    backend,
    body,
    now,
  } = reply;
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain, metadata };
  const all = reason === undefined && metadata === undefined ? details : [info, ...details];
  return {
    status,
    body: body ?? JSON.stringify({ error: { code: status, message, details: all } }),
    header: (name) => headers?.[name],
    credentialKind: credentialKind ?? "access-token",
    backend,
    now: now ?? NOW,
  };
}

export const retryInfo = (retryDelay: string) => ({
  "@type": "type.googleapis.com/google.rpc.RetryInfo",
  retryDelay,
});

export const quotaFailure = (...violations: readonly (string | object)[]) => ({
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: violations.map((one) => (typeof one === "string" ? { quotaId: one } : one)),
});
