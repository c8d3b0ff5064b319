import { type BackendContext, driverOf, type ModelRequest, type PreparedBackend } from "../backends/backend.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { ApiResponse } from "../http/send.ts";
import type { Backend } from "../options/backend.ts";
import { isPromise } from "../platform/is-promise.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";

/** A response whose body has not been read yet, and the backend that can decode it. */
export interface OpenedReply {
  readonly prepared: PreparedBackend;
  readonly response: ApiResponse;
}

/**
 * Sends one attempt: gets credentials, encodes, sends, and returns the response before its body is read.
 *
 * | Google refuses with | action |
 * |---|---|
 * | 401, and another account has signed in meanwhile | start once more: the old account's project must not be sent with the new account's token |
 * | 403 | drop what is cached about the account, and throw the error |
 * | 404 for the last model | throw the error with the list of available models |
 */
export async function openReply(
  backend: Backend,
  request: ModelRequest,
  isLastModel: boolean,
  context: CallContext,
  isSecondAccount = false,
): Promise<OpenedReply> {
  const { scope, transport } = context;
  const preparing = prepare(backend, context, scope);
  const prepared = isPromise(preparing) ? await preparing : preparing;
  try {
    const response = await transport.send(prepared.encode(request), scope);
    return { prepared, response };
  } catch (error) {
    if (!(error instanceof GeminiError)) throw error;
    if (error.status === 403) prepared.onRefused?.(error);
    if (!isSecondAccount && error.status === 401 && prepared.accountChanged?.()) {
      return openReply(backend, request, isLastModel, context, true);
    }
    if (error.code !== "model_unavailable" || !isLastModel) throw error;
    const { withModels } = await scope.waitFor(import("../backends/available-models.ts"));
    throw await withModels(error, prepared, request.model, scope);
  }
}

/** Returns no promise if nothing has to be waited for, as with an API key. */
function prepare(
  backend: Backend,
  context: BackendContext,
  scope: CallScope,
): PreparedBackend | Promise<PreparedBackend> {
  const failed = async (error: unknown): Promise<never> => {
    // An abort must not wait for the disk.
    const { withSignInHints } = await scope.waitFor(import("../backends/find-sign-in.ts"));
    throw await scope.waitFor(withSignInHints(error, context.platform));
  };
  try {
    const prepared = driverOf(backend).prepare(context, scope);
    return isPromise(prepared) ? prepared.catch(failed) : prepared;
  } catch (error) {
    return failed(error);
  }
}
