import { driverOf, type ModelRequest, type PreparedBackend } from "../backends/backend.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { HttpResponse } from "../http/http.ts";
import type { Transport } from "../http/send.ts";
import type { Backend } from "../options/backend.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallSettings } from "./call-settings.ts";

/** How to reach the backend that the client chose. */
export interface OpenAnswerInit {
  readonly scope: CallScope;
  readonly platform: Platform;
  readonly transport: Transport;
  /** The project that the client's options name. */
  readonly project: string | undefined;
  /** The model to ask, and those to fall back on. */
  readonly models: readonly string[];
  readonly settings: CallSettings;
}

/** A reply, and what can read it. */
export interface OpenedAnswer {
  readonly prepared: PreparedBackend;
  readonly response: HttpResponse;
}

/**
 * Signs in and sends, and gives the reply before its body. Once again from the start where a 401 has shown that another
 * account signed in meanwhile: the project of the one before must not travel with the token of the other.
 */
export async function openAnswer(
  backend: Backend,
  request: ModelRequest,
  init: OpenAnswerInit,
  again = false,
): Promise<OpenedAnswer> {
  const { scope, platform, transport, settings, project } = init;
  const prepared = await driverOf(backend).prepare({ platform, transport, project }, scope);
  const apiRequest = prepared.encode(request);
  const signed = {
    ...apiRequest,
    headers: { ...apiRequest.headers, ...settings.headers },
    authorizer: prepared.authorizer,
  };
  try {
    return { prepared, response: await transport.send(signed, scope) };
  } catch (error) {
    if (!(error instanceof GeminiError)) throw error;
    if (error.status === 403) prepared.onRefused?.(error);
    if (!again && error.status === 401 && prepared.accountChanged?.()) return openAnswer(backend, request, init, true);
    // With a model to fall back on, the call goes on at once.
    if (error.code !== "model_unavailable" || request.model !== init.models.at(-1)) throw error;
    const { withModels } = await import("../backends/available-models.ts");
    throw await withModels(error, prepared, request.model, scope);
  }
}
