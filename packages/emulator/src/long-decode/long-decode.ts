/**
 * A response that is longer than one response may be. It comes in hops: each is the response to the same request with the
 * newest `continuationToken`.
 *
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
export interface LongDecode {
  /**
   * How many events with content each hop has; the last number is for all hops after it. A hop of 0 has only
   * hidden thinking.
   */
  readonly hopEvents: number | readonly number[];
  /**
   * After how many events with content a stream has a checkpoint: a token on an event without a finish reason.
   *
   * @default none
   */
  readonly checkpointEvery?: number;
  /**
   * Whether the event with `CONTINUATION` has a token. Without it, the newest checkpoint counts, and what came after that
   * comes again.
   *
   * @default true
   */
  readonly tokenAtEnd?: boolean;
}
