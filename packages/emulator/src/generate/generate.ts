import type { GenerateBackend } from "../backend.ts";
import { checkGenerateRequest } from "../checks/check-generate-request.ts";
import { isContentOnly } from "../faults/content-properties.ts";
import { checkQuota } from "../quota/check-quota.ts";
import { GoogleError } from "../reply/google-error.ts";
import type { Exchange } from "../server/exchange.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { type Answer, answer } from "./answer.ts";
import { issuesCallIds } from "./call-ids.ts";
import { findModel } from "./find-model.ts";

/**
 * Answers a request whose fields were read, on any service: finds the model, checks the request, and counts it against the
 * quota.
 *
 * @throws GoogleError
 */
export function generate(
  { state, fault, params }: Exchange,
  service: GenerateBackend,
  request: GenerateContentRequest,
  modelName: string,
  streamed: boolean,
): Answer {
  const model = findModel(state.catalogue, modelName, service);
  const form = { isStreamed: streamed, version: params.version };
  checkGenerateRequest(request, model, service, form, state.functionResults);
  // A scripted answer stands for a service that has the cached content.
  if (request.cachedContent && !isContentOnly(fault ?? {})) refuseCachedContent(request.cachedContent, service);
  checkQuota(state, service, model.name);
  const asked = { ...request, model: model.name, service };
  // Scripted events can have tokens of their own.
  const start = fault?.events ? undefined : state.continuations.find(asked);
  const { continuations } = state;
  const nextCallId = (state.functionCallIds ?? issuesCallIds(asked)) ? () => state.nextId("call") : undefined;
  const responseId = state.nextId("response");
  return answer(asked, { responseId, nextCallId, fault, start, model, isStreamed: streamed, continuations });
}

/**
 * Refuses cached content, because the emulator has none. Code Assist's error for it is not known, so it is accepted there.
 *
 * @see https://ai.google.dev/gemini-api/docs/caching
 * @see https://github.com/googleapis/python-genai/issues/509 the message of Vertex AI
 * @throws GoogleError `PERMISSION_DENIED` on the Gemini API, `NOT_FOUND` on Vertex AI.
 */
function refuseCachedContent(name: string, service: GenerateBackend): void {
  if (service === "gemini-api") {
    throw new GoogleError("PERMISSION_DENIED", "CachedContent not found (or permission denied)");
  }
  if (service === "vertex") {
    throw new GoogleError("NOT_FOUND", `Not found: cached content metadata for ${name.split("/").at(-1) ?? name}.`);
  }
}
