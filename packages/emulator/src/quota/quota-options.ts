/** How many requests for content are answered in a time: `perMinute`, `perDay` or both. What is refused does not count, nor does what a fault answers. */
export interface QuotaOptions {
  /** The model, without `models/`; all models together unless told. */
  readonly model?: string;
  /** Requests in a minute, which begins with the first of them; from 1. */
  readonly perMinute?: number;
  /** Requests in 24 hours, which begin with the first of them; from 1. */
  readonly perDay?: number;
}
