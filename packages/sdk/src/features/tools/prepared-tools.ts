import type { CallContext } from "../../call/call-context.ts";
import { GeminiError } from "../../errors/gemini-error.ts";
import { invalidOption } from "../../errors/option-errors.ts";
import { safeName } from "../../errors/safe-text.ts";
import { definitionOf, type FunctionTool, type GoogleTool, type ToolDefinition } from "../../options/tool.ts";
import { wireName } from "../../options/tool-names.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { FunctionDeclaration } from "../../wire/tools.ts";
import { type PreparedParameters, prepareParameters, type Validate } from "./parameters.ts";

/** A function as it is declared to the model. */
export interface PreparedFunction {
  readonly tool: FunctionTool;
  readonly declaration: FunctionDeclaration;
  readonly validate: Validate;
}

/** The option `tools`, ready to be sent. */
export interface PreparedTools {
  /** By the name under which the function is declared. */
  readonly functions: ReadonlyMap<string, PreparedFunction>;
  readonly google: readonly GoogleTool[];
  /** What each function says about approval. */
  readonly approvals: readonly (boolean | undefined)[];
  /** Whether the functions can change while the exchange runs. */
  readonly isLive: boolean;
}

/**
 * The function that a call names: as it is declared, or as the program wrote it, which scripted answers and stored contents can
 * have.
 */
export function functionNamed({ functions }: PreparedTools, name = ""): PreparedFunction | undefined {
  return functions.get(wireName(name));
}

/** The schemas of functions, converted once, or why that of an MCP server cannot be: an entry goes with its tool. */
const parametersOf = new WeakMap<FunctionTool, PreparedParameters | GeminiError>();

/**
 * Lists the functions of MCP servers, and converts all schemas. Warns of schemas that are not sent as they are, and of functions
 * that are left out. Throws `invalid_options`, `tools_unavailable`.
 */
export async function prepareTools(context: CallContext): Promise<PreparedTools> {
  const { scope, settings } = context;
  const { tools } = settings.generation;
  const definitions = (tools ?? []).flatMap((one) => definitionOf(one) ?? []);
  const own = await functionsOf(definitions, scope);
  const names = own.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalidOption(
      "tools",
      tools,
      `tools with different names; two are named \`${twice}\` (mcpTools() takes a \`prefix\`)`,
    );
  }
  const functions = new Map<string, PreparedFunction>();
  for (const tool of own) {
    const name = wireName(tool.name);
    const prepared = await prepareFunction(tool, name, context);
    if (prepared) functions.set(name, prepared);
  }
  return {
    functions,
    google: definitions.filter((one) => one.kind === "google"),
    approvals: own.map(({ needsApproval }) => needsApproval),
    isLive: definitions.some(({ kind }) => kind === "mcp"),
  };
}

async function functionsOf(definitions: readonly ToolDefinition[], scope: CallScope): Promise<readonly FunctionTool[]> {
  const listed = definitions.map(async (definition): Promise<readonly FunctionTool[]> => {
    if (definition.kind === "google") return [];
    if (definition.kind === "function") return [definition];
    const { mcpFunctions } = await scope.waitFor(import("./mcp-functions.ts"));
    return mcpFunctions(definition, scope);
  });
  return (await Promise.all(listed)).flat();
}

/** Undefined for a function of an MCP server that cannot be called, or whose schema Gemini cannot take: the caller cannot correct it. */
async function prepareFunction(
  tool: FunctionTool,
  name: string,
  context: CallContext,
): Promise<PreparedFunction | undefined> {
  if (tool.leftOut !== undefined) return warnLeftOut(tool, tool.leftOut, context);
  try {
    const { json, validate, warnings } = await preparedParameters(tool);
    for (const warning of warnings) context.warnOnce(warning);
    const { description } = tool;
    const declaration: FunctionDeclaration = {
      name,
      ...(description !== undefined && { description }),
      ...(json !== undefined && { parametersJsonSchema: json }),
    };
    return { tool, declaration, validate };
  } catch (error) {
    if (!tool.isChecked || !(error instanceof GeminiError)) throw error;
    return warnLeftOut(tool, error.message, context);
  }
}

function warnLeftOut({ name }: FunctionTool, why: string, context: CallContext): undefined {
  const message = `The MCP tool ${safeName(name)} is left out. ${why}`;
  context.warnOnce({ type: "warning", code: "tool_left_out", message });
}

async function preparedParameters(tool: FunctionTool): Promise<PreparedParameters> {
  const { name, parameters, isChecked } = tool;
  const known =
    parametersOf.get(tool) ??
    (await prepareParameters(`${name}.parameters`, parameters, isChecked).catch((error: unknown) => {
      if (isChecked && error instanceof GeminiError) return error;
      throw error;
    }));
  parametersOf.set(tool, known);
  if (known instanceof GeminiError) throw known;
  return known;
}
