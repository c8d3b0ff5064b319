import type { FunctionDeclaration } from "../../wire/tools.ts";
import type { ResponderRequest } from "../types.ts";

/** Names that the official command-line client declares for every prompt, whatever it is about. */
const AGENT_TOOLS = ["list_directory", "read_file", "run_shell_command", "write_file", "glob", "replace"];

/** Every declared function that may be called, in order. */
export function callableFunctions({ tools, toolConfig }: ResponderRequest): readonly FunctionDeclaration[] {
  const declared = (tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
  const allowed = toolConfig?.functionCallingConfig?.allowedFunctionNames ?? [];
  return allowed.length === 0 ? declared : declared.filter(({ name }) => allowed.includes(name));
}

/** Whether the functions are a coding agent's tool box, whose long descriptions mention almost every word. */
export function isAgentToolBox(declared: readonly FunctionDeclaration[]): boolean {
  return declared.filter(({ name }) => AGENT_TOOLS.includes(name)).length >= 2;
}

/** The schema of a function's arguments, in whichever of the two dialects it was declared. */
export function argumentSchema(declaration: FunctionDeclaration): object {
  return declaration.parametersJsonSchema ?? declaration.parameters ?? { type: "object" };
}
