import { conflictingOptions, invalidOption } from "../../errors/option-errors.ts";
import type { GenerationOptions } from "../../options/call-options.ts";
import { definitionOf, type FunctionTool, type GoogleTool } from "../../options/tool.ts";
import type { FunctionDeclaration } from "../../wire/tools.ts";
import { prepareParameters, type Validate } from "./parameters.ts";
import { wireNames } from "./tool-names.ts";

/** A function as it is declared to the model. */
export interface PreparedFunction {
  readonly tool: FunctionTool;
  readonly declaration: FunctionDeclaration;
  readonly validate: Validate;
  /** What of its schema is not sent; undefined if all that matters is. */
  readonly warning: string | undefined;
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
}

/** Converts the schemas of the tools. Throws `invalid_options`. */
export async function prepareTools(options: GenerationOptions): Promise<PreparedTools> {
  const { tools, toolChoice, extraRequest } = options;
  if (extraRequest?.tools != null) {
    throw conflictingOptions("tools", "extraRequest", "`extraRequest.tools` would replace `tools`", USE_TOOLS);
  }
  const definitions = (tools ?? []).flatMap((one) => definitionOf(one) ?? []);
  const own = definitions.filter((one) => one.kind === "function");
  const names = own.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw invalidOption("tools", tools, `tools with different names; two are named \`${twice}\``);
  const declared = wireNames(names);
  const functions = new Map<string, PreparedFunction>();
  for (const [index, tool] of own.entries()) {
    const name = declared[index] ?? tool.name;
    functions.set(name, await prepareFunction(tool, name));
  }
  return {
    functions,
    google: definitions.filter((one) => one.kind === "google"),
    allowedNames: Array.isArray(toolChoice) ? toolChoice.map((name) => declaredName(name, names, declared)) : undefined,
    approvesAll: own.every(({ needsApproval }) => needsApproval === undefined),
  };
}

const USE_TOOLS = "Pass functions as `tool({ … })`, and Google's own tools as `googleSearch()` and so on, in `tools`.";

async function prepareFunction(tool: FunctionTool, name: string): Promise<PreparedFunction> {
  const { json, validate, warning } = await prepareParameters(`${tool.name}.parameters`, tool.parameters);
  const { description } = tool;
  const declaration: FunctionDeclaration = {
    name,
    ...(description !== undefined && { description }),
    ...(json !== undefined && { parametersJsonSchema: json }),
  };
  return { tool, declaration, validate, warning };
}

function declaredName(name: string, names: readonly string[], declared: readonly string[]): string {
  const found = declared[names.indexOf(name)];
  if (found === undefined)
    throw invalidOption("toolChoice", name, `names of functions in \`tools\`: ${names.join(", ")}`);
  return found;
}
