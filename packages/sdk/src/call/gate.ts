import type { CallScope } from "../scope/call-scope.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { UsageMetadata } from "../wire/generate.ts";

/** One attempt, before anything of it is sent. */
export interface GateRequest {
  readonly backend: BackendName;
  readonly model: string;
  readonly operation: string;
  /** From 1, over all attempts of the model call, on whatever model. */
  readonly attempt: number;
}

/** How an attempt ended. */
export interface GateOutcome {
  /** The token counts that were received, also of an attempt that failed. */
  readonly usage: UsageMetadata | undefined;
  /** Why the attempt failed, almost always a GeminiError; absent for a success. */
  readonly error?: unknown;
}

/** Permission for one attempt. */
export interface GateLease {
  /** Runs once, when the attempt has ended in whatever way. Must not throw. */
  settle(outcome: GateOutcome): void;
}

/**
 * Acts on every attempt of every call: a budget, a pace, a trace. An attempt starts when all gates have let it in, one
 * after the other; a gate that throws a GeminiError fails the attempt, which is then retried by the same rules as any
 * other failure.
 */
export interface Gate {
  /** Lets an attempt in, at once or later. Waiting must end with `scope`. */
  enter(request: GateRequest, scope: CallScope): GateLease | Promise<GateLease>;
}

/** Enters all gates in their order. If one refuses, the leases of those before it are settled with the refusal. */
export async function enterGates(gates: readonly Gate[], request: GateRequest, scope: CallScope): Promise<GateLease> {
  const leases: GateLease[] = [];
  const settle = (outcome: GateOutcome) => {
    for (const lease of leases.splice(0).reverse()) lease.settle(outcome);
  };
  for (const gate of gates) {
    try {
      leases.push(await gate.enter(request, scope));
    } catch (error) {
      settle({ usage: undefined, error });
      throw error;
    }
  }
  return { settle };
}
