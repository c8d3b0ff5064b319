import type { EmulatorCall } from "../call.ts";
import type { Fault } from "./fault.ts";

/** A fault, or a function that has a look at the call first and may let it pass by returning undefined. */
export type FaultOrFunction = Fault | ((call: EmulatorCall) => Fault | undefined);
