import { inspect } from "node:util";
import type { EmulatorCall } from "../call.ts";
import type { FaultOrFunction, QueuedFault, Rule } from "./rule.ts";

/** Describes queued faults and counted rules that were not used, one sentence each. Names properties, not their content. */
export function describeUnused(queue: readonly QueuedFault[], rules: readonly Rule[]): readonly string[] {
  return [
    ...queue.map(({ fault, matcher }) => {
      const target = Object.keys(matcher).length > 0 ? `, ${show(matcher)}` : "";
      return `next(${showFault(fault)}${target}) was not used.`;
    }),
    ...rules.flatMap((rule) => {
      const wanted = expectedUses(rule);
      if (rule.applied >= wanted) return [];
      const faults = Array.isArray(rule.faults)
        ? `[${rule.faults.map(showFault).join(", ")}]`
        : showFault(rule.faults as FaultOrFunction);
      return [`on(${show(rule.matcher)}, ${faults}) was used ${rule.applied} of ${wanted} times.`];
    }),
  ];
}

/** A call that was refused because of the script. */
export interface RefusedCall {
  readonly call: EmulatorCall;
  /** The end of a sentence, with its full stop. */
  readonly reason: string;
  /** What a function of the test threw. */
  readonly cause: unknown;
}

/** Describes calls that were refused, one sentence each. */
export function describeRefused(calls: readonly RefusedCall[]): readonly string[] {
  return calls.map(
    ({ call: { operation, model, backend }, reason }) =>
      `${operation} of ${model ?? "no model"} (${backend ?? "no service"}) was refused: ${reason}`,
  );
}

/** How often a rule must apply; 0 if it has no count. */
function expectedUses({ matcher, limit }: Rule): number {
  if (Number.isFinite(limit)) return limit;
  return typeof matcher.call === "number" ? 1 : 0;
}

function showFault(fault: FaultOrFunction): string {
  return typeof fault === "function" ? "a function" : `{ ${Object.keys(fault).join(", ")} }`;
}

function show(matcher: object): string {
  return inspect(matcher, { breakLength: Number.POSITIVE_INFINITY, compact: true });
}
