import { apiKeyAuthorizer } from "../../auth/authorizers.ts";
import { checkEndpoint } from "../../auth/check-endpoint.ts";
import { tokenOf } from "../../auth/cli-login/parse-login.ts";
import { tokenFromEnvironment } from "../../auth/from-environment.ts";
import { invalidOption } from "../../errors/option-errors.ts";
import { noCredentials } from "../../errors/sign-in-errors.ts";
import type { Backend } from "../../options/backend.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import { defineBackend } from "../backend.ts";
import { checkMembers } from "../check-members.ts";
import { jsonHeaders, methodOf } from "../json-exchange.ts";
import { decodePlainReply } from "../plain-reply.ts";
import { plainBody } from "../request-body.ts";

/** Where the Gemini API lives, without the version. */
const DEFAULT_BASE_URL = "https://generativelanguage.googleapis.com";

/** How to reach the Gemini API. */
export interface GeminiApiOptions {
  /** The key; default `GEMINI_API_KEY`, else `GOOGLE_API_KEY`. Made at https://aistudio.google.com/apikey. */
  apiKey?: string | null | undefined;
  /** Another server that speaks the same; default `GOOGLE_GEMINI_BASE_URL`, else Google's. https, or http on loopback. */
  baseUrl?: string | null | undefined;
}

/**
 * The Gemini API with an API key. Throws `invalid_options` and `endpoint_insecure` at once; a missing key is
 * `no_credentials` at the first call.
 * @see https://ai.google.dev/api
 */
export function geminiApi(options: GeminiApiOptions = {}): Backend {
  checkMembers("geminiApi", options, ["apiKey", "baseUrl"]);
  const own = { ...options };
  if (own.apiKey != null && tokenOf(own.apiKey) === undefined) {
    throw invalidOption("geminiApi.apiKey", own.apiKey, "an API key: printable characters without spaces");
  }
  const givenUrl = own.baseUrl == null ? undefined : checkEndpoint("`geminiApi.baseUrl`", own.baseUrl);
  return defineBackend("gemini-api", {
    prepare: (context) => {
      const { platform } = context;
      const apiKey =
        own.apiKey ??
        tokenFromEnvironment("GEMINI_API_KEY", platform) ??
        tokenFromEnvironment("GOOGLE_API_KEY", platform);
      if (apiKey === undefined) {
        throw noCredentials(
          ["the option `apiKey`", "GEMINI_API_KEY", "GOOGLE_API_KEY"],
          "Make a key at https://aistudio.google.com/apikey and set GEMINI_API_KEY.",
          { option: "geminiApi.apiKey", variable: "GEMINI_API_KEY" },
        );
      }
      const baseUrl = givenUrl ?? urlFromEnvironment(platform);
      const authorizer = apiKeyAuthorizer(apiKey);
      return {
        authorizer,
        encode: (request) => ({
          operation: request.operation,
          backend: "gemini-api",
          method: "POST",
          url: `${baseUrl}/v1beta/${modelPath(request.model)}:${methodOf(request.operation)}`,
          headers: { ...jsonHeaders(request.operation), ...identityHeaders(platform) },
          body: plainBody(request.contents, request.rest),
        }),
        decode: decodePlainReply,
        models: async (scope) => {
          const { geminiApiModels } = await import("./gemini-api-models.ts");
          return geminiApiModels(baseUrl, authorizer, context, scope);
        },
      };
    },
  });
}

function urlFromEnvironment(platform: Platform): string {
  const address = platform.environment("GOOGLE_GEMINI_BASE_URL");
  return address === undefined ? DEFAULT_BASE_URL : checkEndpoint("GOOGLE_GEMINI_BASE_URL", address);
}

/** `models/x`, or a tuned model's own path. */
function modelPath(model: string): string {
  if (/^[\w.-]+$/.test(model)) return `models/${model}`;
  const path = model.includes("/") ? model : `models/${model}`;
  return path.split("/").map(encodeURIComponent).join("/");
}
