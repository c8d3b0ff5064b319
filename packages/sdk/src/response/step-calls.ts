/** A call of a function by the model. */
export interface StepCall {
  /** Identifies the call, see {@link ToolContext.callId}. */
  readonly callId: string;
  /** The name of the tool; if there is none, the name that the model called. */
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly args: Readonly<Record<string, unknown>>;
  /**
   * In a step, what the model got for the call; undefined if there is no result yet. The same object as in the step's `results`.
   * `JSON.stringify` and `console.log` show it only there.
   *
   * ```ts
   * const calls = response.steps.flatMap((step) => step.calls);
   * for (const { name, result } of calls) console.log(name, result?.error ?? result?.result);
   * ```
   */
  readonly result?: StepResult | undefined;
}

/** What the model got for a call of a function. */
export interface StepResult {
  /** The `callId` of the call. */
  readonly callId: string;
  /** The name of the call. */
  readonly name: string;
  /** The result as JSON, or its parts; undefined for an error. */
  readonly result: unknown;
  /** The error that the model got in place of a result. */
  readonly error: string | undefined;
  /** Milliseconds that the function ran; 0 if it did not. */
  readonly durationMs: number;
}

/** A call of a function that has no result yet. */
export interface PendingCall extends StepCall {
  /**
   * - `"result"`: nothing here runs it; pass its result to `chat.resume({ results })`.
   * - `"approval"`: it waits for approval. `chat.resume()` asks again; a result can be passed as well.
   * - `"waiting"`: it was not started; `chat.resume()` starts it.
   * - `"interrupted"`: it was started, and the exchange ended before it did. It is not started again: unless a result is passed,
   *   the model gets an error that says that it was interrupted.
   */
  readonly reason: "result" | "approval" | "waiting" | "interrupted";
}
