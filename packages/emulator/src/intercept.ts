import type { EmulatorCall } from "./call.ts";
import type { RuntimeRequest, RuntimeResponse, SocketLike } from "./runtime-types.ts";
import { checkReturned } from "./script-mistake.ts";

/**
 * Functions that see a call before and after its handler, below the faults. They run in the order `socket`, `request`, handler,
 * `response`, and a call waits for each. If one throws, the connection is closed (`emulator.fetch` rejects). If it returns
 * something other than a response, the call gets a 400 with the reason. If the body of its response fails, the
 * connection is closed after the bytes before the failure.
 */
export interface Intercept {
  /** Called before the handler. If it returns a response, that is sent, and the handler is not called. */
  readonly request?: (call: EmulatorCall, request: RuntimeRequest) => MaybePromise<RuntimeResponse | undefined>;
  /** Called after the handler, including for errors. Returns the response to send; `undefined` sends that of the handler. */
  readonly response?: (call: EmulatorCall, response: RuntimeResponse) => MaybePromise<RuntimeResponse | undefined>;
  /**
   * Called with the raw socket before the handler; only on a listening emulator. Return `"taken"` after writing to the socket:
   * then nothing else is written to it. A socket that was destroyed or ended counts as taken. It is a `Socket` of
   * `node:net`, and a function may declare it as one.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: accepts functions that return nothing
  socket?(call: EmulatorCall, socket: SocketLike): MaybePromise<"taken" | void>;
}

type MaybePromise<Value> = Value | Promise<Value>;

type Interceptor<Given> = (call: EmulatorCall, given: Given) => MaybePromise<RuntimeResponse | undefined>;

/** The function of an intercept, with a check of what it returns. It throws a ScriptMistake for anything but a response. */
export function checkedIntercept<Given>(
  name: keyof Intercept,
  intercept: Interceptor<Given> | undefined,
): Interceptor<Given> | undefined {
  if (intercept === undefined) return undefined;
  const expected = {
    what: `the function "${name}" of the option "intercept"`,
    allowed: "a Response or undefined",
    isAllowed: (value: unknown) => value === undefined || value === null || isResponse(value),
  };
  return async (call, given) => {
    const returned = await intercept(call, given);
    checkReturned(returned, expected);
    return returned;
  };
}

/** Whether a value is a response, also one of another realm, as in a test environment. */
function isResponse(value: unknown): value is Response {
  const { status, headers } = Object(value) as Partial<Response>;
  return typeof status === "number" && typeof headers?.get === "function";
}
