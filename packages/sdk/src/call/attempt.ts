import { driverOf, type ModelRequest, type PreparedBackend } from "../backends/backend.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { HttpResponse } from "../http/http.ts";
import type { Backend } from "../options/backend.ts";
import type { CallContext } from "./call-context.ts";

/** An accepted request: its reply before the body, and what can read it. */
export interface OpenedReply {
  readonly prepared: PreparedBackend;
  readonly response: HttpResponse;
}

/**
 * Sends one attempt: gets credentials, encodes, sends, and returns the reply before its body.
 *
 * | Google refuses with | then |
 * |---|---|
 * | 401, and another account has signed in meanwhile | once more from the start: the old account's project must not travel with the new account's token |
 * | 403 | what is known of the account is dropped; the error is thrown |
 * | 404 for the last model | the error is thrown with the models that exist |
 */
export async function openReply(
  backend: Backend,
  request: ModelRequest,
  isLastModel: boolean,
  context: CallContext,
  isSecondAccount = false,
): Promise<OpenedReply> {
  const { scope, platform, transport, settings, project } = context;
  const prepared = await driverOf(backend).prepare({ platform, transport, project }, scope);
  const encoded = prepared.encode(request);
  const headers = { ...encoded.headers, ...settings.headers };
  const { authorizer } = prepared;
  try {
    return { prepared, response: await transport.send({ ...encoded, headers, authorizer }, scope) };
  } catch (error) {
    if (!(error instanceof GeminiError)) throw error;
    if (error.status === 403) prepared.onRefused?.(error);
    if (!isSecondAccount && error.status === 401 && prepared.accountChanged?.()) {
      return openReply(backend, request, isLastModel, context, true);
    }
    if (error.code !== "model_unavailable" || !isLastModel) throw error;
    const { withModels } = await import("../backends/available-models.ts");
    throw await withModels(error, prepared, request.model, scope);
  }
}
