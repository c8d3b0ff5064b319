import type { EmulatorCall } from "../call.ts";
import { checkAim, checkAimAt } from "./check-aim.ts";
import { checkFault } from "./check-fault.ts";
import { checkMatcher } from "./check-matcher.ts";
import type { Fault } from "./fault.ts";
import type { FaultOrFunction } from "./fault-or-function.ts";
import {
  type CallMatcher,
  isContentCall,
  isForContent,
  matches,
  matchesCount,
  type RequestMatcher,
} from "./matcher.ts";

/** A rule of faults that stands until it is removed. */
export interface FaultRule {
  /** Takes the rule back. Calls that it already met keep their fault. */
  remove(): void;
}

interface Queued {
  readonly matcher: RequestMatcher;
  readonly fault: FaultOrFunction;
}

interface Standing {
  readonly matcher: CallMatcher;
  readonly fault: FaultOrFunction;
  matched: number;
  applied: number;
}

/** The faults that one emulator was told of. Queued ones come before rules, and the newest rule before older ones. */
export class FaultRules {
  #queue: readonly Queued[] = [];
  #rules: readonly Standing[] = [];

  /** Queues a fault for the next request that fits. @throws Error for a fault or matcher that makes no sense. */
  next(fault: FaultOrFunction, matcher: RequestMatcher = {}): void {
    if (typeof fault !== "function") checkFault(fault);
    checkMatcher(matcher, false);
    if (typeof fault !== "function") checkAim(fault, matcher, true);
    this.#queue = [...this.#queue, { matcher, fault }];
  }

  /** Sets up a rule. @throws Error for a fault or matcher that makes no sense. */
  on(matcher: CallMatcher, fault: FaultOrFunction): FaultRule {
    checkMatcher(matcher, true);
    if (typeof fault !== "function") {
      checkFault(fault);
      checkAim(fault, matcher, false);
    }
    const rule: Standing = { matcher, fault, matched: 0, applied: 0 };
    this.#rules = [rule, ...this.#rules];
    return {
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule);
      },
    };
  }

  /** Forgets everything. */
  reset(): void {
    this.#queue = [];
    this.#rules = [];
  }

  /** The fault for a call, which counts for every rule that it fits. */
  choose(call: EmulatorCall): Fault | undefined {
    const met = this.#rules.filter((rule) => matches(rule.matcher, call));
    for (const rule of met) rule.matched += 1;
    const queued = this.#queue.find(({ matcher }) => isForQueued(matcher, call));
    if (queued) {
      this.#queue = this.#queue.filter((other) => other !== queued);
      return faultFor(queued.fault, call);
    }
    for (const rule of met) {
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
  const made = fault(call);
  if (made === undefined) return undefined;
  checkFault(made);
  checkAimAt(call, made);
  return made;
}
