import { readSwitch, vertexSwitch } from "../auth/from-environment.ts";
import { conflictingOptions } from "../errors/option-errors.ts";
import type { Backend } from "../options/backend.ts";
import type { GeminiOptions } from "../options/client-options.ts";
import type { OnEvent } from "../platform/events.ts";
import type { Platform } from "../platform/platform.ts";
import { sharedState } from "../platform/shared-state.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { codeAssist } from "./code-assist/code-assist.ts";
import { geminiApi } from "./gemini-api/gemini-api.ts";
import { vertex } from "./vertex/vertex.ts";

/**
 * Chooses the backend. The first row that matches decides:
 *
 * | 1 | `backend`, `credentialsPath` or `apiKey` (the Gemini API's, unless `backend` is "vertex") in the options |
 * | 2 | `GOOGLE_GENAI_USE_GCA=true`: the Gemini CLI's login; `GOOGLE_GENAI_USE_VERTEXAI` or `GOOGLE_GENAI_USE_ENTERPRISE`: Vertex AI; both, or a value that is neither on nor off: `invalid_options` |
 * | 3 | `GEMINI_API_KEY`, else `GOOGLE_API_KEY` |
 * | 4 | the sign-in method chosen in the Gemini CLI (`settings.json`) |
 * | 5 | a login file of the Gemini CLI, or a login in its encrypted store |
 * | 6 | `no_credentials`, which lists all of these |
 */
export async function chooseBackend(options: GeminiOptions, platform: Platform, onEvent: OnEvent): Promise<Backend> {
  const { backend, credentialsPath, tokenCache, apiKey } = options;
  if (backend != null && typeof backend === "object") return backend;
  if (apiKey != null) return defaultBackend(backend ?? "gemini-api", platform, { apiKey });
  if (backend != null || credentialsPath != null) {
    return defaultBackend(backend ?? "code-assist", platform, { credentialsPath, tokenCache });
  }
  const { environment } = platform;
  const useLogin = readSwitch("GOOGLE_GENAI_USE_GCA", platform);
  const useVertex = vertexSwitch(platform, readSwitch);
  if (useLogin && useVertex) {
    throw conflictingOptions("GOOGLE_GENAI_USE_GCA", useVertex, "each selects a sign-in");
  }
  if (useLogin) return defaultBackend("code-assist", platform, { tokenCache });
  if (useVertex) return defaultBackend("vertex", platform);
  if (environment("GEMINI_API_KEY") ?? environment("GOOGLE_API_KEY")) return defaultBackend("gemini-api", platform);
  const { findSignIn } = await import("./find-sign-in.ts");
  return defaultBackend(await findSignIn(platform, onEvent), platform, { tokenCache });
}

/** The options of a client that its backend is made of. */
type SignInOptions = Pick<GeminiOptions, "apiKey" | "credentialsPath" | "tokenCache">;

/** Limits the memory of a server that receives an API key from each of its users. */
const MOST_BACKENDS = 1_000;

/** The backends that use one token cache, or none, by name and sign-in. */
const defaultBackends = sharedState(() => new Map<string, Backend>());

/** One backend for each sign-in, so that all clients of the process share its cached token and project. */
function defaultBackend(name: BackendName, platform: Platform, options: SignInOptions = {}): Backend {
  const known = defaultBackends(platform, options.tokenCache);
  const key = JSON.stringify([name, options.credentialsPath ?? null, options.apiKey ?? null]);
  const backend = known.get(key) ?? makeBackend(name, options);
  // Deleted and added again, so that the first entry is always the least recently used.
  known.delete(key);
  known.set(key, backend);
  const [oldest] = known.keys();
  if (known.size > MOST_BACKENDS && oldest !== undefined) known.delete(oldest);
  return backend;
}

function makeBackend(name: BackendName, { apiKey, ...login }: SignInOptions): Backend {
  switch (name) {
    case "code-assist":
      return codeAssist(login);
    case "gemini-api":
      return geminiApi({ apiKey });
    case "vertex":
      return vertex({ apiKey });
  }
}
