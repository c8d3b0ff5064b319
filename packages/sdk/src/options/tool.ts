import { atEntry } from "../errors/caller.ts";
import { incompleteOption, invalidOption } from "../errors/option-errors.ts";
import type { RuntimeAbortSignal } from "../platform/web-types.ts";
import type { JsonSchema, OutputOf, SchemaInput } from "../schema/output-schema.ts";
import { type OptionRule, stringRule } from "../validation/option-rule.ts";
import { type OptionTable, validateOptions } from "../validation/option-table.ts";
import type { McpClient } from "./mcp-client.ts";

/**
 * Something that the model may use: a function of yours, created by {@link tool}, or one of Google's own tools, created by
 * {@link googleSearch}, {@link urlContext}, {@link codeExecution} or {@link googleMaps}, or the tools of an MCP server, created by
 * {@link mcpTools}. Goes into the option `tools`.
 * Several clients can share one object.
 */
export interface Tool {
  /** The name of the function; for Google's tools, such as `"googleSearch"`; for an MCP server, its prefix and `*`. */
  readonly name: string;
}

/**
 * What a function may return for the model: any JSON value, or parts. Parts are an object with `inlineData` or `fileData`, or
 * an array of such objects and of `{ text }`; the bytes may be a `Uint8Array`, an `ArrayBuffer`, base64 or a data URL. What JSON
 * would write as `{}`, such as a `Map`, is an error for the model.
 */
export type ToolOutput = string | number | boolean | null | (object & { readonly then?: never });

/** What a function gets besides its arguments. */
export interface ToolContext {
  /**
   * Fires when the call of the function is no longer needed: the exchange was aborted, or the tool's `timeout` has passed. Its
   * reason says which.
   */
  readonly signal: RuntimeAbortSignal;
  /**
   * Identifies the call: the id that Google gave it or, if it has none, a UUID. No call runs twice, so it can serve as an
   * idempotency key.
   */
  readonly callId: string;
}

/**
 * The arguments of a function with these parameters: the output of the schema. A plain JSON Schema says nothing to the compiler;
 * `jsonSchema<Args>(schema)` gives it a type.
 */
export type ToolArgs<Parameters> = Parameters extends undefined
  ? Record<string, unknown>
  : unknown extends OutputOf<Parameters>
    ? Record<string, unknown>
    : OutputOf<Parameters>;

/** A function that the model may call. */
export interface ToolInit<
  Parameters extends SchemaInput | JsonSchema | undefined = SchemaInput | JsonSchema | undefined,
> {
  /**
   * Its name, unique among the tools of a call. All services accept a letter or `_`, then letters, digits, `_`, `.`, `:` and `-`,
   * at most 64 characters; any other name is sent in a similar form, and shown to you as you wrote it.
   */
  readonly name: string;
  /** What it does, in words that help the model to decide when to call it. */
  readonly description?: string | undefined;
  /**
   * Describes the arguments, an object: a Zod 4 or ArkType schema, a Valibot schema in `toStandardJsonSchema()`, or
   * JSON Schema, plain or in `jsonSchema()`. Arguments are checked against JSON Schema with the optional package
   * `@cfworker/json-schema`; without it, against the part of the schema that Gemini accepts.
   * @default none: the function takes no arguments
   */
  readonly parameters?: Parameters;
  /**
   * Runs the function. Gets the validated arguments; returns or resolves to the result. What it throws goes to the
   * model as an error: only the message, at most 1,000 characters. Results of more than 1 MiB of JSON or 15 MiB of
   * media are errors too. Without it, the exchange pauses at a call: see `response.pending`.
   */
  readonly execute?:
    | ((args: ToolArgs<Parameters>, context: ToolContext) => ToolOutput | Promise<ToolOutput>)
    | undefined;
  /**
   * Deadline in milliseconds for one call of `execute`. After it, `signal` fires, and the model gets an error. `null`: no limit.
   * @default 300000
   */
  readonly timeout?: number | null | undefined;
  /**
   * Whether a call has to be approved by `toolLoop.approve` before it runs. Without `approve`, the exchange pauses at such a
   * call.
   * @default false; but true if `approve` is set and no tool of the call says true
   */
  readonly needsApproval?: boolean | undefined;
}

/** A function as `tool()` got it. */
export interface FunctionTool {
  readonly kind: "function";
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters?: unknown;
  readonly execute?: ((args: unknown, context: ToolContext) => unknown) | undefined;
  readonly timeout?: number | null | undefined;
  readonly needsApproval?: boolean | undefined;
  /** Whether the arguments are checked elsewhere: by the server that runs the function. */
  readonly isChecked?: boolean | undefined;
  /** Why it cannot be called, so that it is not declared. */
  readonly leftOut?: string | undefined;
}

/** One of Google's own tools: a member of the request's `tools`. */
export interface GoogleTool {
  readonly kind: "google";
  readonly name: "googleSearch" | "urlContext" | "codeExecution" | "googleMaps";
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The tools of an MCP server as `mcpTools()` got them. */
export interface McpSource {
  readonly kind: "mcp";
  readonly name: string;
  readonly client: McpClient;
  readonly prefix?: string | null | undefined;
  readonly timeout?: number | null | undefined;
  readonly needsApproval?: boolean | null | undefined;
}

/** What a handle stands for. */
export type ToolDefinition = FunctionTool | GoogleTool | McpSource;

/** What is behind a handle. Not members, so that the public type does not expose them. */
const definitions = new WeakMap<object, ToolDefinition>();

/** Creates the public object. */
export function createTool(definition: ToolDefinition): Tool {
  const handle: Tool = Object.freeze({ name: definition.name });
  definitions.set(handle, definition);
  return handle;
}

/** What is behind a handle; undefined if it is none. */
export function definitionOf(value: unknown): ToolDefinition | undefined {
  return typeof value === "object" && value !== null ? definitions.get(value) : undefined;
}

/** The rule of the deadline of one call. */
export const toolTimeoutRule: OptionRule = {
  expected: "milliseconds above 0, or null for no limit",
  accepts: (value) => typeof value === "number" && value > 0,
};

type FunctionInit = Omit<FunctionTool, "kind" | "isChecked" | "leftOut">;

const toolTable: OptionTable<FunctionInit> = {
  name: stringRule("a name of at least one character"),
  description: stringRule(),
  parameters: {
    expected: "a Zod, ArkType or Valibot schema, or plain JSON Schema",
    accepts: (value) => (typeof value === "object" && value !== null) || typeof value === "function",
  },
  execute: { expected: "a function", accepts: (value) => typeof value === "function" },
  timeout: toolTimeoutRule,
  needsApproval: {
    expected: "true or false; `toolLoop: { approve }` decides for each call",
    accepts: (value) => typeof value === "boolean",
  },
};

/**
 * Defines a function that the model may call. Goes into the option `tools`, and runs when the model calls it.
 *
 * ```ts
 * import { tool } from "gemini-ts";
 * import { z } from "zod";
 *
 * export const weather = tool({
 *   name: "get_weather",
 *   description: "Returns the weather in a city.",
 *   parameters: z.object({ city: z.string() }),
 *   execute: async ({ city }, { signal }) => (await fetch(`https://example.com/${city}`, { signal })).text(),
 * });
 * ```
 *
 * Throws `invalid_options`. A schema that Gemini does not accept, and an object that is not a schema, fail the first
 * call, before anything is sent.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/tools.md
 */
export function tool<const Parameters extends SchemaInput | undefined = undefined>(init: ToolInit<Parameters>): Tool {
  const definition = atEntry(tool, () => checkedTool(init as FunctionInit));
  return createTool({ ...definition, kind: "function" });
}

function checkedTool(init: FunctionInit): FunctionInit {
  const checked = validateOptions<FunctionInit>(init, { owner: "tool", table: toolTable });
  if (checked.name == null)
    throw incompleteOption("tool", ["name"], "`name`, `description`, `parameters` and `execute`");
  return checked;
}

/** The rule of the option `tools`. */
export const toolsRule: OptionRule = {
  expected:
    "an array of the results of tool(), googleSearch(), urlContext(), codeExecution(), googleMaps() and mcpTools()",
  accepts: (value) => Array.isArray(value) && value.every((one) => definitionOf(one) !== undefined),
  errorFor: (name, value) => {
    if (!Array.isArray(value)) return undefined;
    const index = value.findIndex((one) => definitionOf(one) === undefined);
    const takes = Array.isArray(value[index])
      ? "a tool: spread arrays of tools, `[...tools]`"
      : "the result of tool(), mcpTools(), googleSearch(), urlContext(), codeExecution() or googleMaps(); Google's own JSON goes into `extraRequest: { tools }`";
    return invalidOption(`${name}[${index}]`, value[index], takes);
  },
};
