import type { GenerateBackend } from "../backend.ts";
import { isBeforeGemini3 } from "../models/generation.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { checkParameters } from "./json-schemas.ts";
import { checkMixedTools } from "./mixed-tools.ts";
import { checkSchemas } from "./schemas.ts";

const functionName = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

/**
 * Checks the declared functions: well-formed names, none twice, one form of parameters each, valid schemas, only tools beside
 * them that the model can combine with functions; and, before Gemini 3, no JSON output beside them. The Gemini API also refuses a configuration of
 * function calls without functions.
 *
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkTools(request: GenerateContentRequest, model: string, service: GenerateBackend): void {
  const declarations = (request.tools ?? []).flatMap((tool, toolIndex) =>
    (tool.functionDeclarations ?? []).map((declaration, index) => ({
      declaration,
      path: `tools[${toolIndex}].function_declarations[${index}]`,
    })),
  );
  const seen = new Set<string>();
  for (const { declaration, path } of declarations) {
    if (!functionName.test(declaration.name ?? "")) {
      throw invalidArgument(
        `* GenerateContentRequest.${path}.name: Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n`,
      );
    }
    if (seen.has(declaration.name)) throw invalidArgument(`Duplicate function declaration found: ${declaration.name}`);
    if (declaration.parameters !== undefined && declaration.parametersJsonSchema !== undefined) {
      throw invalidArgument(
        `* GenerateContentRequest.${path}: only one of parameters and parameters_json_schema can be set\n`,
      );
    }
    seen.add(declaration.name);
  }
  checkSchemas(
    declarations.flatMap(({ declaration: { name: functionName, parameters, response }, path }) => [
      { path: `${path}.parameters`, functionName, schema: parameters },
      { path: `${path}.response`, functionName, schema: response },
    ]),
    service,
  );
  for (const { declaration } of declarations) checkParameters(declaration);
  if (
    declarations.length > 0 &&
    request.generationConfig?.responseMimeType === "application/json" &&
    isBeforeGemini3(model)
  ) {
    throw invalidArgument("Function calling with a response mime type: 'application/json' is unsupported");
  }
  if (declarations.length > 0) checkMixedTools(request, model, service);
  // Reports about Vertex AI differ. https://github.com/musistudio/claude-code-router/pull/1207
  if (service === "gemini-api" && request.toolConfig?.functionCallingConfig && declarations.length === 0) {
    throw invalidArgument("Function calling config is set without function_declarations.");
  }
  checkAllowedNames(request, seen);
}

function checkAllowedNames(request: GenerateContentRequest, declared: ReadonlySet<string>): void {
  for (const name of request.toolConfig?.functionCallingConfig?.allowedFunctionNames ?? []) {
    if (!declared.has(name))
      throw invalidArgument(`allowed_function_names contains a function that is not declared: ${name}`);
  }
}
