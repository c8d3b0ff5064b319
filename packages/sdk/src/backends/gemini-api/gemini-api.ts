import { apiKeyAuthorizer } from "../../auth/authorizers.ts";
import { checkBaseUrl, endpointRule } from "../../auth/check-endpoint.ts";
import { apiKeyRule } from "../../auth/credential-rules.ts";
import { tokenFromEnvironment } from "../../auth/from-environment.ts";
import { atEntry } from "../../errors/caller.ts";
import { invalidOption } from "../../errors/option-errors.ts";
import { noCredentials, noCredentialsOnWeb } from "../../errors/sign-in-errors.ts";
import type { Transport } from "../../http/send.ts";
import type { Backend } from "../../options/backend.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Origin, Origins } from "../../refusals/origins.ts";
import { type OptionSet, validateOptions } from "../../validation/option-table.ts";
import { type BackendContext, defineBackend, type ModelRequest, type PreparedBackend } from "../backend.ts";
import { decodePlainReply, JsonRequest, methodOf, modelHeaders, namedVersion, plainBody } from "../json-api.ts";

/** Does not include the API version. */
const DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com";
const DEFAULT_VERSION = "v1beta";

/** Options of `geminiApi()`. */
export interface GeminiApiOptions {
  /**
   * An API key from https://aistudio.google.com/apikey.
   * @default `GEMINI_API_KEY`, else `GOOGLE_API_KEY`
   */
  apiKey?: string | null | undefined;
  /**
   * The URL of another server with the same API: https, or http on loopback. A version at its end (`/v1beta`) is ignored.
   * @default `GOOGLE_GEMINI_BASE_URL`, else Google's
   */
  baseUrl?: string | null | undefined;
}

const geminiApiOptions: OptionSet<GeminiApiOptions> = {
  owner: "geminiApi",
  table: { apiKey: apiKeyRule, baseUrl: endpointRule },
};

/**
 * The Gemini API with an API key. Throws `invalid_options` and `endpoint_insecure` at once; a missing key fails the
 * first call with `no_credentials`.
 * @see https://ai.google.dev/api
 */
export function geminiApi(options: GeminiApiOptions = {}): Backend {
  const { own, givenUrl } = atEntry(geminiApi, () => checkedOptions(options));
  /** Reused while key, address and connections stay the same. */
  let last: KnownBackend | undefined;
  return defineBackend("gemini-api", {
    prepare: (context) => {
      const { platform, transport } = context;
      const variable = own.apiKey == null ? KEY_VARIABLES.find((name) => platform.environment(name)) : undefined;
      const apiKey = own.apiKey ?? (variable && tokenFromEnvironment(variable, platform));
      if (apiKey === undefined) {
        if (!platform.hasEnvironment) throw noCredentialsOnWeb("nothing_usable");
        throw noCredentials(
          ["the option `apiKey`", ...KEY_VARIABLES],
          "Create a key at https://aistudio.google.com/apikey and set GEMINI_API_KEY, or pass `apiKey`.",
          { option: "geminiApi.apiKey", variable: "GEMINI_API_KEY" },
        );
      }
      const baseUrl = `${givenUrl ?? urlFromEnvironment(platform)}/${namedVersion(platform) ?? DEFAULT_VERSION}`;
      const isKnown = last?.apiKey === apiKey && last.variable === variable && last.baseUrl === baseUrl;
      if (!last || !isKnown || last.transport !== transport) {
        const project = own.apiKey == null ? { variable } : { option: "apiKey" };
        const origins = { project, address: givenUrl ? { option: "geminiApi.baseUrl" } : urlVariable(platform) };
        // Not `context` itself, which would keep this call in memory.
        const shared = { platform, transport, project: undefined };
        last = { apiKey, variable, baseUrl, transport, prepared: prepare(apiKey, baseUrl, origins, shared) };
      }
      return last.prepared;
    },
  });
}

function checkedOptions(options: GeminiApiOptions) {
  const own = validateOptions(options, geminiApiOptions);
  return { own, givenUrl: own.baseUrl == null ? undefined : checkBaseUrl("`geminiApi.baseUrl`", own.baseUrl) };
}

/** A prepared backend, and what it depends on. */
interface KnownBackend {
  readonly apiKey: string;
  /** The variable that holds the key. */
  readonly variable: string | undefined;
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly prepared: PreparedBackend;
}

function prepare(apiKey: string, baseUrl: string, origins: Origins, context: BackendContext): PreparedBackend {
  const authorizer = apiKeyAuthorizer(apiKey);
  return {
    authorizer,
    origins,
    encode: (request) =>
      new JsonRequest({
        operation: request.operation,
        backend: "gemini-api",

        url: `${baseUrl}/${modelPath(request)}:${methodOf(request.operation)}`,
        headers: modelHeaders(request, context.platform),
        body: plainBody(request.contents, request.rest),
        authorizer,
        origins,
      }),
    decode: decodePlainReply,
    listModels: async (scope) => {
      const { geminiApiModels } = await import("./gemini-api-models.ts");
      return geminiApiModels(baseUrl, { authorizer, origins }, context, scope);
    },
  };
}

/** Variables with a key, the first one that is set decides. */
const KEY_VARIABLES = ["GEMINI_API_KEY", "GOOGLE_API_KEY"] as const;

const URL_VARIABLE = "GOOGLE_GEMINI_BASE_URL";

function urlFromEnvironment(platform: Platform): string {
  const address = platform.environment(URL_VARIABLE);
  return address === undefined ? DEFAULT_BASE_URL : checkBaseUrl(URL_VARIABLE, address);
}

function urlVariable(platform: Platform): Origin | undefined {
  return platform.environment(URL_VARIABLE) === undefined ? undefined : { variable: URL_VARIABLE };
}

/** `models/x`, or the path of a tuned model. Throws `invalid_options` for a name of Vertex AI or of a gateway. */
function modelPath({ model, namedBy }: ModelRequest): string {
  if (/^[\w.-]+$/.test(model)) return `models/${model}`;
  const ofGoogle = /^(?:publishers\/)?google\/(?:models\/)?([\w.-]+)$/.exec(model)?.[1];
  if (ofGoogle !== undefined) {
    throw invalidOption(namedBy, model, `the name alone on the Gemini API: "${ofGoogle}"`);
  }
  const path = model.includes("/") ? model : `models/${model}`;
  return path.split("/").map(encodeURIComponent).join("/");
}
