import type { Guard } from "../../call/exchange-init.ts";
import type { OpenCall } from "../../conversation/open-exchange.ts";
import { describeValue } from "../../errors/safe-text.ts";
import type { CallToApprove, ToolLoopOptions } from "../../options/tool-options.ts";
import { isError } from "../../platform/is-error.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { isRecord } from "../../wire/is-record.ts";
import { shortened } from "./encode-result.ts";
import { reasonOf, signalOf } from "./run-function.ts";

/** What became of the question: the call runs, waits, or gets this error in place of a result. */
export type Approved = "allow" | "pause" | { readonly error: string };

/** Asks whether a call may run. Rejects only if the exchange is aborted. A call without approval never runs. */
export async function approveCall(
  { callId, name }: OpenCall,
  args: unknown,
  approve: NonNullable<ToolLoopOptions["approve"]>,
  scope: CallScope,
  guard: Guard,
): Promise<Approved> {
  // An earlier question may have been open when the exchange was aborted.
  scope.throwIfStopped();
  const { signal, abort } = signalOf(scope);
  const onAbort = () => abort(reasonOf(scope));
  scope.signal.addEventListener("abort", onAbort);
  try {
    const asked = guard(async () => approve({ callId, name, args: args as CallToApprove["args"] }, { signal })).catch(
      failed,
    );
    return decisionOf(await scope.waitFor(asked));
  } finally {
    scope.signal.removeEventListener("abort", onAbort);
  }
}

function failed(error: unknown): { readonly failed: string } {
  return { failed: isError(error) ? error.message : "" };
}

/** A program without types can return anything. */
function decisionOf(answer: unknown): Approved {
  if (answer === "allow" || answer === "pause") return answer;
  if (answer === "deny") return { error: "The user denied this call." };
  if (isRecord(answer)) {
    if (typeof answer.deny === "string") return { error: shortened(`The user denied this call: ${answer.deny}`) };
    if (typeof answer.failed === "string") {
      return { error: shortened(`The call did not run, since asking for approval failed: ${answer.failed}`) };
    }
  }
  return {
    error: `The call did not run: it was neither allowed nor denied (approve() returned ${describeValue(answer)}).`,
  };
}
