import type { EmulatorCall } from "../call.ts";
import { checkFault } from "./check-fault.ts";
import { checkMatcher } from "./check-matcher.ts";
import { checkTarget, checkTargetOf } from "./check-target.ts";
import type { Fault } from "./fault.ts";
import {
  type CallMatcher,
  isContentCall,
  isForContent,
  matches,
  matchesCount,
  type RequestMatcher,
} from "./matcher.ts";

/**
 * A fault, or a function that returns the fault for a call; `undefined` lets the call pass. If the function throws or returns
 * an invalid fault, the response is a 400 with the reason (clients would retry a 500).
 */
export type FaultOrFunction = Fault | ((call: EmulatorCall) => Fault | undefined);

/** A rule that applies until it is removed. */
export interface FaultRule {
  /** Removes the rule. Calls that it has already applied to keep their fault. */
  remove(): void;
}

interface QueuedFault {
  readonly matcher: RequestMatcher;
  readonly fault: FaultOrFunction;
}

interface Rule {
  readonly matcher: CallMatcher;
  readonly fault: FaultOrFunction;
  matched: number;
  applied: number;
}

/** The faults of one emulator. Queued faults come before rules, and newer rules before older ones. */
export class FaultRules {
  #queue: readonly QueuedFault[] = [];
  #rules: readonly Rule[] = [];

  /** Queues a fault for the next request that matches. @throws Error for an invalid fault or matcher. */
  next(fault: FaultOrFunction, matcher: RequestMatcher = {}): void {
    if (typeof fault !== "function") checkFault(fault);
    checkMatcher(matcher, false);
    if (typeof fault !== "function") checkTarget(fault, matcher, true);
    this.#queue = [...this.#queue, { matcher, fault }];
  }

  /** Adds a rule. @throws Error for an invalid fault or matcher. */
  on(matcher: CallMatcher, fault: FaultOrFunction): FaultRule {
    checkMatcher(matcher, true);
    if (typeof fault !== "function") {
      checkFault(fault);
      checkTarget(fault, matcher, false);
    }
    const rule: Rule = { matcher, fault, matched: 0, applied: 0 };
    this.#rules = [rule, ...this.#rules];
    return {
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule);
      },
    };
  }

  /** Removes all queued faults and rules. */
  reset(): void {
    this.#queue = [];
    this.#rules = [];
  }

  /** Chooses the fault for a call, and counts the call for every rule that it matches. */
  choose(call: EmulatorCall): Fault | undefined {
    const matching = this.#rules.filter((rule) => matches(rule.matcher, call));
    for (const rule of matching) rule.matched += 1;
    const queued = this.#queue.find(({ matcher }) => isForQueued(matcher, call));
    if (queued) {
      this.#queue = this.#queue.filter((other) => other !== queued);
      return faultFor(queued.fault, call);
    }
    for (const rule of matching) {
      const { matcher, matched, applied } = rule;
      if (applied >= (matcher.times ?? Number.POSITIVE_INFINITY) || !matchesCount(matcher.call, matched)) continue;
      const fault = faultFor(rule.fault, call);
      if (fault === undefined) continue;
      rule.applied += 1;
      return fault;
    }
    return undefined;
  }
}

function isForQueued(matcher: RequestMatcher, call: EmulatorCall): boolean {
  return (!isForContent(matcher) || isContentCall(call)) && matches(matcher, call);
}

function faultFor(fault: FaultOrFunction, call: EmulatorCall): Fault | undefined {
  if (typeof fault !== "function") return fault;
  const returned = fault(call);
  if (returned === undefined) return undefined;
  checkFault(returned);
  checkTargetOf(call, returned);
  return returned;
}
