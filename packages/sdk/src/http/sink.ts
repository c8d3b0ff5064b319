/** Takes what a stream brings, step by step: pieces of a body, events, chunks. */
export interface Sink<Value, Result = void> {
  /** Hands over a value. It reaches the consumer with the next flush at the latest. What it throws fails the stream. */
  push(value: Value): void;
  /** Everything pushed so far may be consumed: one network read is used up. */
  flush(): void;
  /** The stream is complete. Last and once, unless it fails. */
  end(result: Result): void;
  /** The stream broke, with a GeminiError. Last and once, unless it ends. */
  fail(error: unknown): void;
}

/** Back-pressure: tells the source of a stream whether its consumer waits for more. */
export interface Backpressure {
  /** Whether the consumer has used up everything it got and waits. */
  readonly wanted: boolean;
  /** Runs `action` each time the consumer starts to wait; replaces the previous action. */
  onWanted(action: (() => void) | undefined): void;
}
