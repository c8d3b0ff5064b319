import { can } from "../../backends/capabilities.ts";
import type { RequestRest } from "../../call/call-contents.ts";
import type { ModelRef } from "../../conversation/turn.ts";
import { unsupported } from "../../errors/call-errors.ts";
import { invalidOption } from "../../errors/option-errors.ts";
import type { ToolChoice } from "../../options/tool-options.ts";
import type { ToolConfig, ToolDeclaration } from "../../wire/tools.ts";
import type { PreparedTools } from "./prepared-tools.ts";

/**
 * Adds the tools to a request. Throws `unsupported`, and `invalid_options` if `toolChoice` names no function.
 *
 * | tools | on | sent |
 * |---|---|---|
 * | functions, or Google's tools | any | `tools` |
 * | both | the Gemini API, Gemini 3 and later | `tools`, and the flag with which Google's calls are part of the response |
 * | both | Vertex AI, Gemini 3 and later | `tools`; Vertex AI does not know the flag |
 * | both | anything else | nothing: `unsupported` |
 *
 * Members of `extraRequest.toolConfig` replace those of `toolConfig` made here.
 */
export function addTools(
  rest: RequestRest,
  prepared: PreparedTools,
  choice: ToolChoice | null | undefined,
  { backend, model }: ModelRef,
  mayForce: boolean,
): RequestRest {
  const { functions, google } = prepared;
  const isMixed = functions.size > 0 && google.length > 0;
  if (isMixed && !can("functionsWithGoogleTools", backend, model)) {
    throw unsupported(
      "The use of own functions together with Google's tools",
      `the backend \`${backend}\` with ${model}`,
      "Pass only your functions or only Google's tools, or use Gemini 3 or later on `gemini-api` or `vertex`.",
    );
  }
  const declarations = [...functions.values()].map(({ declaration }) => declaration);
  const tools: readonly ToolDeclaration[] = [
    ...(declarations.length > 0 ? [{ functionDeclarations: declarations }] : []),
    ...google.map(({ name, settings }) => ({ [name]: settings })),
  ];
  if (tools.length === 0) return rest;
  const functionCallingConfig = callingConfig(prepared, choice, mayForce);
  const toolConfig: ToolConfig = {
    ...(functionCallingConfig && { functionCallingConfig }),
    ...(isMixed && backend === "gemini-api" && { includeServerSideToolInvocations: true }),
    ...(rest.toolConfig as ToolConfig | undefined),
  };
  return { ...rest, tools, ...(Object.keys(toolConfig).length > 0 && { toolConfig }) };
}

/** Calls are forced in the first request of an exchange only: a model that has to call a function never answers. */
function callingConfig(
  { functions }: PreparedTools,
  choice: ToolChoice | null | undefined,
  mayForce: boolean,
): ToolConfig["functionCallingConfig"] {
  if (functions.size === 0) return undefined;
  if (choice === "none") return { mode: "NONE" };
  if (!mayForce || choice == null || choice === "auto") return undefined;
  if (choice === "any") return { mode: "ANY" };
  return { mode: "ANY", allowedFunctionNames: choice.map((name, index) => declaredName(name, functions, index)) };
}

function declaredName(name: string, functions: PreparedTools["functions"], index: number): string {
  for (const [declared, { tool }] of functions) if (tool.name === name) return declared;
  const names = [...functions.values()].map(({ tool }) => tool.name);
  throw invalidOption(`toolChoice[${index}]`, name, `names of functions in \`tools\`: ${names.join(", ")}`);
}
