import { choiceOfGoogleTools, choiceWithoutTools, foreignChoice, nameAsChoice } from "../errors/tool-errors.ts";
import type { RuntimeAbortSignal } from "../platform/web-types.ts";
import {
  functionRule,
  integerRule,
  listRule,
  membersRule,
  type OptionRule,
  stringRule,
} from "../validation/option-rule.ts";
import type { OptionTable } from "../validation/option-table.ts";
import { readable } from "../validation/readable.ts";
import { definitionOf, type Tool, toolsRule } from "./tool.ts";

/**
 * Whether the model calls functions: `"auto"`, it decides; `"any"`, it calls one; `"none"`, it calls none; names, it calls one
 * of these. `"any"` and names apply to the first model call of an exchange only, since the model could never answer otherwise.
 */
export type ToolChoice = "auto" | "any" | "none" | readonly string[];

/** A call of a function that waits for approval. */
export interface CallToApprove {
  /** Identifies the call, see {@link ToolContext.callId}. */
  readonly callId: string;
  /** The name of the tool. */
  readonly name: string;
  /** The validated arguments: their type is that of the tool's `parameters`. */
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * The decision about a call: `"allow"` runs it; `"deny"`, or an object with the reason, sends the model an error;
 * `"pause"` pauses the exchange, see `response.pending`.
 */
export type Approval = "allow" | "deny" | "pause" | { readonly deny: string };

/** How the calls of functions are run. Members that an object leaves out are inherited one by one. */
export interface ToolLoopOptions {
  /**
   * How many rounds of calls one exchange may take, 1 or more. If the model calls functions once more, the exchange fails with
   * `tool_rounds_exceeded`, and `chat.resume()` allows as many again.
   * @default 10
   */
  maxRounds?: number | null | undefined;
  /**
   * How many functions of one round run at the same time, 1 or more.
   * @default 8
   */
  parallel?: number | null | undefined;
  /**
   * Decides about the calls of tools with `needsApproval: true`; if no tool has that, about every call but those of tools with
   * `needsApproval: false`. Asked for one call at a time, without a deadline; `signal` fires when the exchange is aborted. If it
   * throws, or returns something else, the call does not run, the model gets an error, and the warning `approval_failed` is emitted.
   * @default none: the exchange pauses at calls of tools with `needsApproval`
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/tools.md#ask-before-a-function-runs
   */
  approve?:
    | ((call: CallToApprove, context: { readonly signal: RuntimeAbortSignal }) => Approval | Promise<Approval>)
    | null
    | undefined;
}

/** What the model may use, and how. */
export interface ToolOptions {
  /**
   * Your functions, created by `tool()`, tools of MCP servers, and Google's own tools. The calls of one response run in
   * parallel, and their results go to the model, until it answers. Excludes `extraRequest.tools`. Not every model and
   * backend accepts your functions together with Google's tools; if not, the call fails with `unsupported` before
   * anything is sent.
   * @default none
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/tools.md
   */
  tools?: readonly Tool[] | null | undefined;
  /**
   * Whether the model calls functions: `"auto"`, `"any"`, `"none"`, or an array of names of tools. In the options of a
   * call without `tools`, it fails with `invalid_options`, as do `"any"` and names if all tools are Google's. That of a
   * client or chat is left out then.
   * @default `"auto"`
   * @see https://ai.google.dev/gemini-api/docs/function-calling
   */
  toolChoice?: ToolChoice | null | undefined;
  /**
   * How calls are run. `false`: no function runs, and the exchange pauses at every call, see `response.pending`.
   * @default 10 rounds, 8 functions at a time, no `approve`
   */
  toolLoop?: ToolLoopOptions | false | null | undefined;
}

const CHOICES: readonly unknown[] = ["auto", "any", "none"];

const nameRule = stringRule("the name of a tool");
const namesRule = listRule(128, "names of tools", nameRule);

const toolChoiceRule: OptionRule = {
  expected: '"auto", "any", "none" or an array of names of tools',
  accepts: (value) =>
    CHOICES.includes(value) || (Array.isArray(value) && value.length > 0 && value.every(nameRule.accepts)),
  errorFor: (name, value) => foreignChoice(name, value) ?? namesRule.errorFor?.(name, value),
};

/** Throws `invalid_options` that shows the right form if the `toolChoice` is the name of one of the `tools` beside it. */
export function checkChoiceForm({ toolChoice, tools }: ToolOptions): void {
  const choice: unknown = toolChoice;
  if (typeof choice !== "string" || CHOICES.includes(choice)) return;
  const isName = readable("tools", tools, () => {
    return Array.isArray(tools) && tools.some((one) => definitionOf(one) !== undefined && one.name === choice);
  });
  if (isName) throw nameAsChoice(choice);
}

/**
 * Checks the `toolChoice` that a call itself sets against the tools that it has. A client's or chat's is a default, which is left
 * out if a call has no functions. Google answers a choice without functions with 400. Throws `invalid_options`.
 * @see https://github.com/musistudio/claude-code-router/pull/1207
 */
export function checkToolChoice(
  choice: ToolChoice | null | undefined,
  tools: readonly Tool[] | null | undefined,
): void {
  if (choice == null) return;
  if (!tools?.length) throw choiceWithoutTools();
  const isForced = choice !== "auto" && choice !== "none";
  if (isForced && tools.every((one) => definitionOf(one)?.kind === "google")) throw choiceOfGoogleTools();
}

/**
 * Whether the calls of a function have to be approved. `others`: what the tools of the call say.
 * See `needsApproval` in tool.ts for what holds if none of them says true.
 */
export function asksFirst(
  own: boolean | null | undefined,
  others: readonly (boolean | null | undefined)[],
  { approve }: ToolLoopOptions,
): boolean {
  return own ?? (approve != null && !others.includes(true));
}

const loopRule = membersRule("false, or an object with `maxRounds`, `parallel` and `approve`", {
  maxRounds: orNull(integerRule(1)),
  parallel: orNull(integerRule(1)),
  approve: orNull(functionRule()),
});

const toolLoopRule: OptionRule = { ...loopRule, accepts: (value) => value === false || loopRule.accepts(value) };

function orNull(rule: OptionRule): OptionRule {
  return { ...rule, accepts: (value) => value === null || rule.accepts(value) };
}

/** Every option of {@link ToolOptions}. They reach the request through features/tools/, which needs time for the schemas. */
export const toolOptionsTable: OptionTable<ToolOptions> & { readonly toolLoop: { readonly merged: "members" } } = {
  tools: { ...toolsRule, copied: "members" },
  toolChoice: { ...toolChoiceRule, copied: true },
  toolLoop: { ...toolLoopRule, copied: "members", merged: "members" },
};
