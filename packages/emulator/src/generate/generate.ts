import type { GenerateBackend } from "../backend.ts";
import { checkGenerateRequest } from "../checks/check-generate-request.ts";
import { checkQuota } from "../quota/check-quota.ts";
import type { Exchange } from "../server/exchange.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { type Answer, answer } from "./answer.ts";
import { findModel } from "./find-model.ts";

/**
 * Answers a request whose fields were read, on any service: finds the model, checks the request, and counts it against the
 * quota.
 *
 * @throws GoogleError
 */
export function generate(
  { state, fault }: Exchange,
  service: GenerateBackend,
  request: GenerateContentRequest,
  modelName: string,
): Answer {
  const model = findModel(state.catalogue, modelName, service);
  checkGenerateRequest(request, model, service);
  checkQuota(state, service, model.name);
  return answer({ ...request, model: model.name, service }, state.nextId("response"), fault);
}
