import { can } from "../../backends/capabilities.ts";
import type { RequestRest } from "../../call/call-contents.ts";
import type { CallContext } from "../../call/call-context.ts";
import type { ExchangeFeature, NextStep } from "../../call/exchange-feature.ts";
import type { ExchangeWork } from "../../call/exchange-work.ts";
import { type ModelRef, Turn } from "../../conversation/turn.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { outputMissing, outputTruncated } from "../../errors/output-errors.ts";
import { isPromise } from "../../platform/is-promise.ts";
import { isTruncation } from "../../response/check-outcome.ts";
import type { ChunkBuffer } from "../../response/chunk-buffer.ts";
import { retryBudgetOf } from "../../retry/retry-budget.ts";
import { isRecord } from "../../wire/is-record.ts";
import type { ToolConfig } from "../../wire/tools.ts";
import { checkOutput } from "./check-output.ts";
import { OutputStream } from "./output-stream.ts";
import { type PreparedOutput, prepareOutput } from "./prepared-output.ts";
import { repairPrompt, SECOND_STEP } from "./repair-prompt.ts";

const DEFAULT_REPAIRS = 1;

/** What an exchange passes to the feature. */
export interface TypedOutputInit {
  readonly context: CallContext;
  readonly work: ExchangeWork;
  readonly chunks: ChunkBuffer | undefined;
  readonly schema: unknown;
  readonly repairAttempts: number | null | undefined;
}

/** Prepares the schema of a call. Throws `invalid_options`, `dependency_missing`. */
export async function createTypedOutput(init: TypedOutputInit): Promise<ExchangeFeature> {
  const { scope, settings } = init.context;
  const output = await scope.waitFor(prepareOutput(init.schema, settings.generation));
  for (const warning of output.warnings) scope.onEvent(warning);
  init.work.output = { missing: outputMissing };
  return new TypedOutput(init, output);
}

/**
 * Gets an output that fits the schema, or fails.
 *
 * | a response | then |
 * |---|---|
 * | to a request without the schema, since the model takes none beside tools | it is asked for again, with the schema |
 * | that fits the schema | done: the response has the object |
 * | that does not, and may be repaired | the model is shown it, and what is wrong |
 * | that does not | `output_invalid`, `output_truncated` or `blocked` |
 *
 * Nothing but the last response joins the history.
 */
class TypedOutput implements ExchangeFeature {
  readonly #init: TypedOutputInit;
  readonly #output: PreparedOutput;
  readonly #stream: OutputStream | undefined;
  /** Whether the last request was without the schema. */
  #isDraft = false;
  /** Whether the tools have done their work, and only the output is missing. */
  #isSecondStep = false;
  #repairs = 0;

  constructor(init: TypedOutputInit, output: PreparedOutput) {
    this.#init = init;
    this.#output = output;
    const { chunks, context } = init;
    if (!chunks) return;
    this.#stream = new OutputStream(output, context.scope, chunks);
    chunks.readOutput(this.#stream);
  }

  /**
   * | request | sent |
   * |---|---|
   * | without tools | the schema |
   * | with tools, to Gemini 3 and later | the schema, unless a call is forced |
   * | with tools, to another model | no schema; after the tools, another request with the schema, without tools |
   */
  complete(rest: RequestRest, { backend, model }: ModelRef): RequestRest {
    const { tools, toolConfig, ...others } = rest;
    const hasTools = Array.isArray(tools) && tools.length > 0 && !this.#isSecondStep;
    const takesBoth = can("schemaWithTools", backend, model) && !isForced(toolConfig);
    this.#setDraft(hasTools && !takesBoth);
    if (this.#stream) this.#stream.mayCall = hasTools && mayCall(tools, toolConfig);
    if (this.#isDraft) return rest;
    const generationConfig = {
      ...(isRecord(rest.generationConfig) ? rest.generationConfig : {}),
      responseMimeType: "application/json",
      responseJsonSchema: this.#output.sent,
    };
    return hasTools ? { ...rest, generationConfig } : { ...others, generationConfig };
  }

  async begin(): Promise<NextStep> {
    return "done";
  }

  async next(work: ExchangeWork): Promise<NextStep> {
    try {
      return await this.#check(work);
    } catch (error) {
      // An answer that does not fit, or was not checked, must not be what a resumption continues.
      work.rejectAnswer();
      throw error;
    }
  }

  async #check(work: ExchangeWork): Promise<NextStep> {
    const response = work.lastResponse;
    if (!response) return "done";
    const { scope } = this.#init.context;
    if (this.#isDraft && response.functionCalls.length === 0) {
      if (isTruncation(response.finishReason)) throw outputTruncated(response.finishReason);
      return this.#askAgain(work);
    }
    const checked = await checkOutput(response, this.#output, scope);
    if ("value" in checked) {
      work.output = checked;
      return "done";
    }
    const { error, problems } = checked;
    const withheld = problems ? await this.#whyNoRepair() : "";
    if (!problems || withheld !== undefined) throw withReason(error, withheld);
    this.#repairs += 1;
    const paths = (error.issues ?? []).map(({ path }) => path);
    scope.onEvent({ type: "repair", ...scope.ids, repair: this.#repairs, reason: error.code, paths });
    work.rejectAnswer(promptTurn(repairPrompt(problems)));
    this.#init.chunks?.restart();
    return "continue";
  }

  #setDraft(isDraft: boolean): void {
    this.#isDraft = isDraft;
    if (this.#stream) this.#stream.isDraft = isDraft;
  }

  #askAgain(work: ExchangeWork): NextStep {
    this.#isSecondStep = true;
    this.#init.context.scope.onEvent({ type: "warning", code: "schema_after_tools", message: AFTER_TOOLS });
    work.rejectAnswer(promptTurn(SECOND_STEP));
    this.#init.chunks?.dropDraft();
    return "continue";
  }

  /** Undefined if the output may be repaired; else the reason, for the error. */
  async #whyNoRepair(): Promise<string | undefined> {
    const { chunks, context, repairAttempts } = this.#init;
    const most = repairAttempts === null ? 0 : (repairAttempts ?? DEFAULT_REPAIRS);
    if (this.#repairs >= most) return inVain(this.#repairs);
    // As for retries: chunks that were read are taken back only with `restartStreams`.
    const mayRestart = context.settings.retry?.restartStreams === true && chunks?.canRestart === true;
    if (chunks?.hasTaken && !mayRestart) return SEEN;
    const chosen = context.chooseBackend();
    const backend = isPromise(chosen) ? await context.scope.waitFor(chosen) : chosen;
    return retryBudgetOf(context.platform, backend).spend() ? undefined : NO_BUDGET;
  }
}

function inVain(repairs: number): string {
  if (repairs === 0) return "";
  return repairs === 1 ? "A repair did not help." : `${repairs} repairs did not help.`;
}

const SEEN = "Not repaired: its beginning has been read, and `retry.restartStreams` is off.";
const NO_BUDGET = "Not repaired: the retry budget shared by calls to this backend is exhausted.";
const AFTER_TOOLS =
  "The model cannot use tools and write output for a schema in one request, so the output takes another request. " +
  "Gemini 3 and later can do both.";

function withReason(error: GeminiError, reason: string | undefined): GeminiError {
  return reason ? error.with({ summary: `${error.summary} ${reason}` }) : error;
}

function promptTurn(text: string): Turn {
  return new Turn({ role: "user", parts: [{ text }] });
}

/** Whether the response can have calls that the exchange answers. Google's tools have none. */
function mayCall(tools: readonly unknown[], toolConfig: unknown): boolean {
  const { mode } = (toolConfig as ToolConfig | undefined)?.functionCallingConfig ?? {};
  return mode !== "NONE" && tools.some((one) => isRecord(one) && one.functionDeclarations !== undefined);
}

function isForced(toolConfig: unknown): boolean {
  return (toolConfig as ToolConfig | undefined)?.functionCallingConfig?.mode === "ANY";
}
