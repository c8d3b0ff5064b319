import { GeminiError } from "../../errors/gemini-error.ts";
import { conflictingOptions, invalidOption } from "../../errors/option-errors.ts";
import { safeText } from "../../errors/safe-text.ts";
import type { GenerationOptions } from "../../options/call-options.ts";
import { definitionOf, type FunctionTool, type GoogleTool, type ToolDefinition } from "../../options/tool.ts";
import type { WarningEvent } from "../../platform/events.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { FunctionDeclaration } from "../../wire/tools.ts";
import { prepareParameters, type Validate } from "./parameters.ts";
import { wireNames } from "./tool-names.ts";

const LONGEST_NAME = 128;

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
  /** The names to which `toolChoice` restricts calls, as they are declared. */
  readonly allowedNames: readonly string[] | undefined;
  /** Whether no tool says which calls need approval: then all do, if there is somebody to ask. */
  readonly approvesAll: boolean;
  /** Whether the functions can change while the exchange runs. */
  readonly isLive: boolean;
  /** Schemas that are not sent as they are, and functions that are left out. */
  readonly warnings: readonly ToolWarning[];
}

/** A warning about a tool. */
export interface ToolWarning {
  readonly code: WarningEvent["code"];
  readonly message: string;
}

/** Lists the functions of MCP servers, and converts all schemas. Throws `invalid_options`, `tools_unavailable`. */
export async function prepareTools(options: GenerationOptions, scope: CallScope): Promise<PreparedTools> {
  const { tools, toolChoice, extraRequest } = options;
  if (extraRequest?.tools != null) {
    throw conflictingOptions("tools", "extraRequest", "`extraRequest.tools` would replace `tools`", USE_TOOLS);
  }
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
  const declared = wireNames(names);
  const functions = new Map<string, PreparedFunction>();
  const warnings: ToolWarning[] = [];
  for (const [index, tool] of own.entries()) {
    const name = declared[index] ?? tool.name;
    const prepared = await prepareFunction(tool, name, warnings);
    if (prepared) functions.set(name, prepared);
  }
  return {
    functions,
    google: definitions.filter((one) => one.kind === "google"),
    allowedNames: Array.isArray(toolChoice) ? toolChoice.map((name) => declaredName(name, names, declared)) : undefined,
    approvesAll: own.every(({ needsApproval }) => needsApproval === undefined),
    isLive: definitions.some(({ kind }) => kind === "mcp"),
    warnings,
  };
}

async function functionsOf(definitions: readonly ToolDefinition[], scope: CallScope): Promise<readonly FunctionTool[]> {
  const listed = definitions.map(async (definition): Promise<readonly FunctionTool[]> => {
    if (definition.kind === "google") return [];
    if (definition.kind === "function") return [definition];
    const { mcpFunctions } = await import("./mcp-functions.ts");
    return mcpFunctions(definition, scope);
  });
  return (await Promise.all(listed)).flat();
}

const USE_TOOLS = "Pass functions as `tool({ … })`, and Google's own tools as `googleSearch()` and so on, in `tools`.";

/** Undefined for a function of an MCP server whose schema Gemini cannot take: the caller cannot correct it. */
async function prepareFunction(
  tool: FunctionTool,
  name: string,
  warnings: ToolWarning[],
): Promise<PreparedFunction | undefined> {
  try {
    const { json, validate, warning } = await prepareParameters(
      `${tool.name}.parameters`,
      tool.parameters,
      tool.isChecked,
    );
    if (warning !== undefined) warnings.push({ code: "schema_changed", message: warning });
    const { description } = tool;
    const declaration: FunctionDeclaration = {
      name,
      ...(description !== undefined && { description }),
      ...(json !== undefined && { parametersJsonSchema: json }),
    };
    return { tool, declaration, validate };
  } catch (error) {
    if (!tool.isChecked || !(error instanceof GeminiError)) throw error;
    warnings.push({
      code: "tool_left_out",
      message: `The MCP tool ${safeText(tool.name, LONGEST_NAME)} is left out. ${error.message}`,
    });
    return undefined;
  }
}

function declaredName(name: string, names: readonly string[], declared: readonly string[]): string {
  const found = declared[names.indexOf(name)];
  if (found === undefined)
    throw invalidOption("toolChoice", name, `names of functions in \`tools\`: ${names.join(", ")}`);
  return found;
}
