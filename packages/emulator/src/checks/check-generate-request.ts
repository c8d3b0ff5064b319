import type { GenerateBackend } from "../backend.ts";
import { outputLimit, type RequestForm } from "../long-decode/limits.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { checkContents, checkSystemInstruction } from "./contents.ts";
import { checkFunctionResults, type FunctionResultChecks } from "./function-results.ts";
import {
  checkCallIds,
  checkFunctionTurns,
  checkImageSignatures,
  checkSignatures,
  checkThoughtSignatures,
} from "./function-turns.ts";
import { checkGenerationConfig, checkResponseFormat } from "./generation-config.ts";
import { checkModelRules } from "./model-rules.ts";
import { checkThinkingConfig } from "./thinking-config.ts";
import { checkTools } from "./tools.ts";

/**
 * Checks turns, tools and settings of a request whose fields were read. Reports the first problem.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkGenerateRequest(
  request: GenerateContentRequest,
  model: EmulatedModel,
  service: GenerateBackend,
  form: RequestForm,
  functionResults: FunctionResultChecks,
): void {
  checkContents(request.contents, service);
  checkSystemInstruction(request.systemInstruction);
  checkFunctionTurns(request.contents);
  checkCallIds(request.contents, service);
  checkFunctionResults(request.contents, functionResults);
  checkThoughtSignatures(request.contents, model.name);
  checkImageSignatures(request.contents, model.name, service);
  checkSignatures(request.contents, model.name, service);
  checkTools(request, model.name, service);
  const limit = outputLimit(model, form, request.continuationToken !== undefined);
  checkGenerationConfig(request.generationConfig ?? {}, limit);
  checkResponseFormat(request.generationConfig ?? {}, service);
  checkModelRules(request, model, service);
  checkThinkingConfig(request.generationConfig?.thinkingConfig, model);
}
