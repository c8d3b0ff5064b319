import type { Socket } from "node:net";
import type { EmulatorCall } from "./call.ts";

/**
 * The seam for faults: functions that see a call before and after its handler. Each may be slow; a call waits for it. They run
 * in the order `socket`, `request`, (the handler), `response`. One that throws breaks the connection (`emulator.fetch` rejects);
 * a body that errors breaks the connection off after what it gave.
 */
export interface Intercept {
  /** Before the handler. A response that it returns is the answer, and the handler does not run. */
  readonly request?: (call: EmulatorCall, request: Request) => MaybePromise<Response | undefined>;
  /** After the handler, also after its refusals. What it returns goes out; undefined leaves the response as it is. */
  readonly response?: (call: EmulatorCall, response: Response) => MaybePromise<Response | undefined>;
  /**
   * The raw socket, before the handler; on a listening emulator only. Whoever writes to the socket by hand returns `"taken"`:
   * then nothing else is written to it. A socket that was destroyed or ended counts as taken.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: so that a function which returns nothing can be passed
  readonly socket?: (call: EmulatorCall, socket: Socket) => MaybePromise<"taken" | void>;
}

type MaybePromise<Value> = Value | Promise<Value>;
