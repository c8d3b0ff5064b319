import type { ErrorDetail } from "./google-error.ts";

/** The reason, for programs. @see https://cloud.google.com/apis/design/errors#error_info */
export function errorInfo(reason: string, domain: string, metadata: Record<string, string> = {}): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain, metadata };
}

/** Which fields of the request are invalid. */
export function badRequest(
  fieldViolations: readonly { readonly field: string; readonly description: string }[],
): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations };
}

/** Links to help pages. */
export function help(links: readonly { readonly description: string; readonly url: string }[]): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.Help", links };
}

/** The message for users. */
export function localizedMessage(message: string): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.LocalizedMessage", locale: "en-US", message };
}

/** How long to wait, such as `"34.07s"`. */
export function retryInfo(retryDelay: string): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay };
}

/** Which quotas are exhausted. */
export function quotaFailure(
  violations: readonly { readonly quotaId: string; readonly [member: string]: unknown }[],
): ErrorDetail {
  return { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations };
}
