import type { Guard } from "../../call/exchange-init.ts";
import type { OpenCall } from "../../conversation/open-exchange.ts";
import { describeValue } from "../../errors/safe-text.ts";
import type { CallToApprove, ToolLoopOptions } from "../../options/tool-options.ts";
import type { WarningEvent } from "../../platform/events.ts";
import { isError } from "../../platform/is-error.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { isRecord } from "../../wire/is-record.ts";
import { shortened } from "./encode-result.ts";
import { reasonOf, signalOf } from "./run-function.ts";

/** What became of the question: the call runs, waits, or gets this error in place of a result. */
export type Approved = "allow" | "pause" | { readonly error: string };

/** The answer to the question, and what the program did wrong, in words that quote nothing. */
interface Decision {
  readonly approved: Approved;
  readonly mistake?: string;
}

/**
 * Asks whether a call may run. Emits a warning if `approve` throws or returns something else. Rejects only if the exchange is
 * aborted. A call without approval never runs.
 */
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
    const asked = guard(async () => approve({ callId, name, args: args as CallToApprove["args"] }, { signal }));
    const { approved, mistake } = await scope.waitFor(asked.then(decisionOf).catch(failed));
    if (mistake !== undefined) scope.onEvent(warningOf(name, mistake));
    return approved;
  } finally {
    scope.signal.removeEventListener("abort", onAbort);
  }
}

function failed(error: unknown): Decision {
  const words = isError(error) ? error.message : "";
  const approved = { error: shortened(`The call did not run, because asking for approval failed: ${words}`) };
  return { approved, mistake: "threw an error" };
}

/** A program without types can return anything. */
function decisionOf(answer: unknown): Decision {
  if (answer === "allow" || answer === "pause") return { approved: answer };
  if (answer === "deny") return { approved: { error: "The user denied this call." } };
  if (isRecord(answer) && typeof answer.deny === "string") {
    return { approved: { error: shortened(`The user denied this call: ${answer.deny}`) } };
  }
  const returned = `returned ${describeValue(answer)}`;
  const error = `The call did not run: it was neither allowed nor denied (approve() ${returned}).`;
  return { approved: { error }, mistake: returned };
}

function warningOf(name: string, mistake: string): WarningEvent {
  const summary = `The option toolLoop.approve ${mistake}, so a call of "${name}" did not run, and the model got an error.`;
  const remedy = 'Return "allow", "deny", { deny: reason } or "pause".';
  return {
    type: "warning",
    code: "approval_failed",
    message: `${summary} ${remedy}`,
    summary,
    option: "toolLoop.approve",
  };
}
