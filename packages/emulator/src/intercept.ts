import type { EmulatorCall } from "./call.ts";
import type { RuntimeRequest, RuntimeResponse, SocketLike } from "./runtime-types.ts";

/**
 * Functions that see a call before and after its handler, below the faults. They run in the order `socket`, `request`, handler,
 * `response`, and a call waits for each. If one throws, the connection is closed (`emulator.fetch` rejects). If the body of its
 * response fails, the connection is closed after the bytes before.
 */
export interface Intercept {
  /** Called before the handler. If it returns a response, that is sent, and the handler is not called. */
  readonly request?: (call: EmulatorCall, request: RuntimeRequest) => MaybePromise<RuntimeResponse | undefined>;
  /** Called after the handler, also for errors. Returns the response to send; `undefined` sends that of the handler. */
  readonly response?: (call: EmulatorCall, response: RuntimeResponse) => MaybePromise<RuntimeResponse | undefined>;
  /**
   * Called with the raw socket before the handler; only on a listening emulator. Return `"taken"` after writing to the socket:
   * then nothing else is written to it. A socket that was destroyed or ended counts as taken. It is a `Socket` of `node:net`, as
   * which a function may declare it.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: accepts functions that return nothing
  socket?(call: EmulatorCall, socket: SocketLike): MaybePromise<"taken" | void>;
}

type MaybePromise<Value> = Value | Promise<Value>;
