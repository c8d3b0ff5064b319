import type { EmulatorCall } from "../call.ts";
import { callScript, isPromise, ScriptMistake } from "../script-mistake.ts";
import { checkFault } from "./check-fault.ts";
import { checkMatcher } from "./check-matcher.ts";
import { checkTarget, checkTargetOf } from "./check-target.ts";
import { isContentOnly } from "./content-properties.ts";
import type { Fault } from "./fault.ts";
import {
  type CallMatcher,
  isContentCall,
  isForContent,
  matches,
  matchesCount,
  type RequestMatcher,
} from "./matcher.ts";
import type { ChosenFault, FaultOrFunction, FaultRule, QueuedFault, Rule } from "./rule.ts";
import { describeRefused, describeUnused, type RefusedCall } from "./unused.ts";

/** The faults of one emulator. Queued faults come before rules, and newer rules before older ones. */
export class FaultRules {
  #queue: readonly QueuedFault[] = [];
  #queued = 0;
  /** The number of the first fault that was queued after the last reset. */
  #first = 0;
  #rules: readonly Rule[] = [];
  #refused: readonly RefusedCall[] = [];

  /** Queues faults for the next requests that match, one each. @throws Error for an invalid fault or matcher. */
  next(faults: FaultOrFunction | readonly FaultOrFunction[], matcher: RequestMatcher = {}): void {
    checkMatcher(matcher, false);
    const queued = toList(faults);
    for (const fault of queued) checkUse(fault, matcher, true);
    this.#queue = [...this.#queue, ...queued.map((fault) => ({ number: this.#queued++, matcher, fault }))];
  }

  /** Adds a rule. @throws Error for an invalid fault or matcher. */
  on(matcher: CallMatcher, faults: FaultOrFunction | readonly FaultOrFunction[]): FaultRule {
    checkMatcher(matcher, true);
    const all = toList(faults);
    for (const fault of all) checkUse(fault, matcher, false);
    const isSequence = Array.isArray(faults);
    if (isSequence && matcher.times !== undefined) {
      throw new Error('A rule with an array applies once for each of its members: leave out "times".');
    }
    const limit = isSequence ? all.length : (matcher.times ?? Number.POSITIVE_INFINITY);
    const rule: Rule = { matcher, faults, forContent: all.some(isContentOnly), limit, matched: 0, applied: 0 };
    this.#rules = [rule, ...this.#rules];
    return {
      remove: () => {
        this.#rules = this.#rules.filter((other) => other !== rule);
      },
    };
  }

  /** Removes all queued faults and rules, and forgets the calls that were refused. */
  reset(): void {
    this.#queue = [];
    this.#first = this.#queued;
    this.#rules = [];
    this.#refused = [];
  }

  /** Remembers a call that was refused because of the script. */
  refuse(call: EmulatorCall, reason: string, cause?: unknown): void {
    this.#refused = [...this.#refused, { call, reason, cause }];
  }

  /** Checks that all was used. @throws Error that names what was not used, and the calls that were refused. */
  assertAllUsed(): void {
    const problems = [...describeUnused(this.#queue, this.#rules.toReversed()), ...describeRefused(this.#refused)];
    if (problems.length === 0) return;
    const { cause } = this.#refused.find((refused) => refused.cause !== undefined) ?? {};
    const message = `The script and the calls do not fit:\n- ${problems.join("\n- ")}`;
    throw new Error(message, cause === undefined ? {} : { cause });
  }

  /**
   * Chooses the fault for a call, and counts the call for every rule that it matches.
   *
   * @throws ScriptMistake if a function of the script throws, or returns what it must not.
   */
  choose(call: EmulatorCall): ChosenFault | undefined {
    const matching = this.#rules.filter((rule) => isForRule(rule, call));
    for (const rule of matching) rule.matched += 1;
    const uncount = () => {
      for (const rule of matching) rule.matched -= 1;
    };
    const queued = this.#queue.find(({ matcher }) => isForQueued(matcher, call));
    if (queued) {
      this.#queue = this.#queue.filter((other) => other !== queued);
      const fault = faultFor(queued.fault, call);
      const giveBack = () => {
        uncount();
        this.#queueAgain(queued);
      };
      return fault && { fault, giveBack };
    }
    for (const rule of matching) {
      if (rule.applied >= rule.limit || !matchesCount(rule.matcher.call, rule.matched)) continue;
      const list = toList(rule.faults);
      const fault = faultFor(list[rule.applied] ?? list[0], call);
      if (fault === undefined) continue;
      rule.applied += 1;
      const giveBack = () => {
        uncount();
        rule.applied -= 1;
      };
      return { fault, giveBack };
    }
    return undefined;
  }

  #queueAgain(queued: QueuedFault): void {
    if (queued.number < this.#first) return;
    this.#queue = [...this.#queue, queued].sort((one, other) => one.number - other.number);
  }
}

function toList(faults: FaultOrFunction | readonly FaultOrFunction[]): readonly FaultOrFunction[] {
  const list = [faults].flat();
  if (list.length === 0) throw new Error("An array of faults needs at least one member.");
  return list;
}

function checkUse(fault: FaultOrFunction, matcher: RequestMatcher, queued: boolean): void {
  if (typeof fault === "function") return;
  checkFault(fault);
  checkTarget(fault, matcher, queued);
}

function isForRule({ matcher, forContent }: Rule, call: EmulatorCall): boolean {
  return (!forContent || isContentCall(call)) && matches(matcher, call);
}

function isForQueued(matcher: RequestMatcher, call: EmulatorCall): boolean {
  return (!isForContent(matcher) || isContentCall(call)) && matches(matcher, call);
}

function faultFor(fault: FaultOrFunction | undefined, call: EmulatorCall): Fault | undefined {
  if (typeof fault !== "function") return fault;
  const what = "the function that returns the fault";
  const isAllowed = (value: unknown) => !isPromise(value);
  const returned = callScript(() => fault(call), { what, allowed: "the fault itself", isAllowed });
  if (returned === undefined) return undefined;
  try {
    checkFault(returned);
    checkTargetOf(call, returned);
  } catch (error) {
    throw new ScriptMistake(`${what} returned an invalid one: ${(error as Error).message}`);
  }
  return returned;
}
