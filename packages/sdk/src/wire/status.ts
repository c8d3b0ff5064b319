/**
 * `google.rpc.Status` in its HTTP form.
 * @see https://cloud.google.com/apis/design/errors#http_mapping
 */
export interface Status {
  /** The HTTP status, repeated in the body. */
  code?: number;
  message?: string;
  /** A canonical name, such as `"RESOURCE_EXHAUSTED"`. */
  status?: string;
  details?: readonly StatusDetail[];
}

/**
 * One detail. `@type` determines which members are set.
 * @see https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto
 */
export interface StatusDetail {
  "@type"?: string;
  /** ErrorInfo */
  reason?: string;
  domain?: string;
  metadata?: Record<string, string>;
  /** RetryInfo: a duration such as `"34.07s"`. */
  retryDelay?: string;
  /** Help */
  links?: readonly { description?: string; url?: string }[];
  /** QuotaFailure */
  violations?: readonly { quotaId?: string; quotaMetric?: string; quotaValue?: string }[];
}
