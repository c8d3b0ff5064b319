import type { EmulatorCall } from "../call.ts";
import type { Fault } from "./fault.ts";

/**
 * A fault, or a function that has a look at the call first and may let it pass by returning undefined. Where it throws, or gives
 * a fault that makes no sense, the call is answered 400 with the reason: clients
 * would send a 500 again.
 */
export type FaultOrFunction = Fault | ((call: EmulatorCall) => Fault | undefined);
