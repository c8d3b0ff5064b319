import type { EmulatorCall } from "../call.ts";
import type { Fault } from "./fault.ts";
import type { CallMatcher, RequestMatcher } from "./matcher.ts";

/**
 * A fault, or a function that returns the fault for a call; `undefined` lets the call pass. If the function throws or returns
 * an invalid fault, the response is a 400 with the reason (clients would retry a 500).
 */
export type FaultOrFunction = Fault | ((call: EmulatorCall) => Fault | undefined);

/** A rule that applies until it is removed. */
export interface FaultRule {
  /** Removes the rule, and `assertAllUsed()` forgets it. Calls that it has already applied to keep their fault. */
  remove(): void;
}

/** A queued fault. */
export interface QueuedFault {
  /** Its place in the queue. */
  readonly number: number;
  readonly matcher: RequestMatcher;
  readonly fault: FaultOrFunction;
}

/** The fault of a call. */
export interface ChosenFault {
  readonly fault: Fault;
  /** Leaves it to the next call, as if this one had not been. */
  readonly giveBack: () => void;
}

/** A rule, and how often it was used. */
export interface Rule {
  readonly matcher: CallMatcher;
  /** One fault for every call, or a sequence with one fault per call. */
  readonly faults: FaultOrFunction | readonly FaultOrFunction[];
  /** Whether it is for calls that generate content only. */
  readonly forContent: boolean;
  /** How often it applies at most. */
  readonly limit: number;
  matched: number;
  applied: number;
}
