/**
 * How many requests for content are answered: `perMinute`, `perDay` or both. Requests that are refused, or answered by a
 * fault, do not count.
 */
export interface QuotaOptions {
  /**
   * The model, without `models/`.
   *
   * @default all models together
   */
  readonly model?: string;
  /** Requests in a minute, which starts with the first of them; at least 1. */
  readonly perMinute?: number;
  /** Requests in 24 hours, which start with the first of them; at least 1. */
  readonly perDay?: number;
}
