import type { CallScope } from "../scope/call-scope.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { UsageMetadata } from "../wire/generate.ts";

/** An attempt that is about to be sent. */
export interface GateRequest {
  readonly backend: BackendName;
  readonly model: string;
  readonly operation: string;
  /** Counted from 1 over all attempts of the model call, across models. */
  readonly attempt: number;
}

/** How an attempt ended. */
export interface GateOutcome {
  /** The token counts that were received, even if the attempt failed. */
  readonly usage: UsageMetadata | undefined;
  /** Why the attempt failed, almost always a GeminiError; absent for a success. */
  readonly error?: unknown;
}

/** Permission for one attempt. */
export interface GateLease {
  /** Runs once, when the attempt has succeeded or failed. Must not throw. */
  settle(outcome: GateOutcome): void;
}

/**
 * Runs code before and after every attempt of every call, for example to limit spending or rate, or to trace. An
 * attempt starts when all gates have admitted it, one after the other; a gate that throws a GeminiError fails the
 * attempt, which is then retried by the same rules as any other failure.
 */
export interface Gate {
  /** Admits an attempt, at once or later. Must stop waiting when `scope` ends. */
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
