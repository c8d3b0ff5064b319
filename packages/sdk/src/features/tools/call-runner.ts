import { can } from "../../backends/capabilities.ts";
import { stepCallOf, stepResultOf } from "../../call/exchange-response.ts";
import { type CallResult, errorResult, interruptedResult, type OpenCall } from "../../conversation/open-exchange.ts";
import type { Turn } from "../../conversation/turn.ts";
import { listNames } from "../../errors/exchange-errors.ts";
import { safeName } from "../../errors/safe-text.ts";
import { asksFirst, type ToolLoopOptions } from "../../options/tool-options.ts";
import type { ToolOutcome } from "../../platform/events.ts";
import { isError } from "../../platform/is-error.ts";
import { StreamChunkClass } from "../../response/stream-chunk.ts";
import type { FunctionCall } from "../../wire/content.ts";
import { roundedCopy } from "../../wire/large-integers.ts";
import { approveCall } from "./approve-call.ts";
import { shortened } from "./encode-result.ts";
import { functionNamed, type PreparedFunction, type PreparedTools } from "./prepared-tools.ts";
import { runFunction } from "./run-function.ts";
import type { ToolLoopInit } from "./tool-loop-init.ts";

const DEFAULT_PARALLEL = 8;

/** No name of a function can have brackets. */
const UNKNOWN_FUNCTION = "(unknown)";

/** Runs the open calls of a round: checks their arguments, asks for approval, and starts each function at most once. */
export class CallRunner {
  readonly #init: ToolLoopInit;
  readonly #tools: () => PreparedTools;
  readonly #options: ToolLoopOptions;
  /** Whether nothing runs here: with `toolLoop: false`, or without tools. */
  readonly #isOff: boolean;
  /** Resolves when the question before has been answered: people are asked one question at a time. */
  #asked: Promise<unknown> = Promise.resolve();
  #running = 0;
  /** The functions that wait for another one to end. */
  readonly #waiting: (() => void)[] = [];

  constructor(init: ToolLoopInit, tools: () => PreparedTools) {
    this.#init = init;
    this.#tools = tools;
    const { tools: given, toolLoop } = init.context.settings.generation;
    this.#options = toolLoop || {};
    this.#isOff = toolLoop === false || !given?.length;
  }

  /** Whether a call gets a result here: from its function, or an error. */
  canRun(call: FunctionCall): boolean {
    if (this.#isOff) return false;
    const found = functionNamed(this.#tools(), call.name);
    return !found || found.tool.execute != null;
  }

  /** What a call waits for that the model has just made. */
  stateOf(call: FunctionCall): OpenCall["state"] {
    if (!this.canRun(call)) return "result";
    const found = functionNamed(this.#tools(), call.name);
    return found && this.#needsApproval(found) ? "approval" : "waiting";
  }

  /** The name of a function for events and messages. One that the model made up is content, and not shown. */
  shownName({ name }: FunctionCall): string {
    return safeName(functionNamed(this.#tools(), name)?.tool.name ?? UNKNOWN_FUNCTION);
  }

  /** Whether the model that made the last calls takes media within results. */
  takesMedia(turns: readonly Turn[]): boolean {
    const { backend, model } = turns.findLast((turn) => turn.isModel)?.origin ?? {};
    return backend === undefined || can("mediaInResults", backend, model ?? "");
  }

  /**
   * Resolves when each call has a result or cannot get one here. Rejects, and starts nothing more, if the call is aborted.
   * `areStored`: the calls are in contents of the caller, which cannot be changed. Without an id, the result of a call would then be
   * taken for that of an earlier one of the same function, so these calls run in order.
   */
  async run(calls: readonly OpenCall[], takesMedia: boolean, areStored: boolean): Promise<void> {
    const { scope } = this.#init.context;
    scope.throwIfStopped();
    scope.suspend("tools");
    const open = calls.filter(({ result }) => !result);
    for (const one of open) this.#announce(one);
    const runs: Promise<void>[] = [];
    for (const [index, one] of open.entries()) {
      const hasId = !areStored || one.call.id === one.callId;
      const before = hasId ? -1 : open.slice(0, index).findLastIndex(({ call }) => call.name === one.call.name);
      runs.push(
        before < 0 ? this.#runOne(one, takesMedia) : this.#runAfter(open[before], runs[before], one, takesMedia),
      );
    }
    await scope.waitFor(Promise.all(runs));
  }

  async #runAfter(before: OpenCall | undefined, run: Promise<void> | undefined, open: OpenCall, takesMedia: boolean) {
    await run;
    this.#init.context.scope.throwIfStopped();
    if (before && !before.result) open.state = before.state;
    else await this.#runOne(open, takesMedia);
  }

  /** Rejects, and leaves the call as it is, once the exchange has been stopped: a resumption may be running it. */
  async #runOne(open: OpenCall, takesMedia: boolean): Promise<void> {
    const { scope } = this.#init.context;
    scope.throwIfStopped();
    if (open.state === "started") return this.#settle(open, "interrupted", interruptedResult(open));
    if (this.#isOff) {
      open.state = "result";
      return;
    }
    const found = functionNamed(this.#tools(), open.call.name);
    if (!found) return this.#settle(open, "unknown_tool", errorResult(open, this.#unknown(open)));
    const checked = await checkedArgs(found, open);
    scope.throwIfStopped();
    if ("error" in checked) return this.#settle(open, "invalid_arguments", errorResult(open, checked.error));
    if (!found.tool.execute) {
      open.state = "result";
      return;
    }
    const { args } = checked;
    if (this.#needsApproval(found)) {
      const approved = await this.#approve(open, args);
      scope.throwIfStopped();
      if (approved === "pause") {
        open.state = "approval";
        return;
      }
      if (approved !== "allow") return this.#settle(open, "denied", errorResult(open, approved.error));
    }
    await this.#start(open, found, args, takesMedia);
  }

  async #start(open: OpenCall, { tool }: PreparedFunction, args: unknown, takesMedia: boolean): Promise<void> {
    const { guard, context } = this.#init;
    const { scope } = context;
    const most = this.#options.parallel ?? DEFAULT_PARALLEL;
    while (this.#running >= most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    scope.throwIfStopped();
    this.#running += 1;
    try {
      const outcome = await runFunction({ open, tool, args, scope, takesMedia, guard });
      this.#tell(open, outcome);
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  #needsApproval({ tool }: PreparedFunction): boolean {
    return asksFirst(tool.needsApproval, this.#tools().approvals, this.#options);
  }

  #approve(open: OpenCall, args: unknown) {
    const { approve } = this.#options;
    if (!approve) return "pause" as const;
    const { guard, context } = this.#init;
    const answer = this.#asked.then(() => approveCall(open, args, approve, context.scope, guard));
    this.#asked = answer.catch(() => {});
    return answer;
  }

  #settle(open: OpenCall, outcome: ToolOutcome, result: CallResult): void {
    open.result ??= result;
    this.#tell(open, outcome);
  }

  #announce(open: OpenCall): void {
    const { chunks, context } = this.#init;
    const { scope } = context;
    scope.onEvent({ type: "tool-call", ...scope.ids, tool: this.shownName(open.call), toolCallId: open.callId });
    chunks?.push(StreamChunkClass.tool(stepCallOf(open)));
    chunks?.flush();
  }

  #tell(open: OpenCall, outcome: ToolOutcome): void {
    const { chunks, context } = this.#init;
    const { scope } = context;
    const [result] = stepResultOf(open);
    if (!result || scope.signal.aborted) return;
    const { durationMs } = result;
    scope.onEvent({
      type: "tool-result",
      ...scope.ids,
      tool: this.shownName(open.call),
      toolCallId: open.callId,
      durationMs,
      outcome,
    });
    chunks?.push(StreamChunkClass.tool(result));
    chunks?.flush();
  }

  #unknown({ call }: OpenCall): string {
    const names = [...this.#tools().functions.keys()];
    return `There is no function ${safeName(call.name ?? "")}. The functions are ${listNames(names)}.`;
  }
}

type Checked = { readonly args: unknown } | { readonly error: string };

async function checkedArgs({ validate }: PreparedFunction, { call, unfit }: OpenCall): Promise<Checked> {
  if (unfit) return { error: unfit.error };
  // A copy: the turn is frozen, and functions may change their arguments.
  const args: unknown = JSON.parse(JSON.stringify(call.args ?? {}));
  try {
    const checked = await validate(args, roundedCopy(call.args ?? {}));
    return "args" in checked
      ? checked
      : { error: shortened(`The arguments are not valid: ${checked.issues.join("; ")}`) };
  } catch (error) {
    return { error: shortened(`The arguments could not be checked: ${isError(error) ? error.message : ""}`) };
  }
}
