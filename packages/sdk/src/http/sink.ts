/** Receives the values of a stream one by one: pieces of a body, events, or chunks. */
export interface Sink<Value, Result = void> {
  /** Receives a value. It reaches the consumer with the next flush at the latest. If it throws, the stream fails. */
  push(value: Value): void;
  /** Called after each network read: everything pushed so far may be consumed. */
  flush(): void;
  /** The stream is complete. The last call, unless the stream fails. */
  end(result: Result): void;
  /** The stream failed with a GeminiError. The last call, unless the stream ends. */
  fail(error: unknown): void;
}

/** Backpressure: whether the consumer of a stream waits for more. */
export interface Backpressure {
  /** Whether the consumer has taken everything and waits for more. */
  readonly wanted: boolean;
  /** Runs `action` each time the consumer starts to wait; replaces the previous action. */
  onWanted(action: (() => void) | undefined): void;
}
