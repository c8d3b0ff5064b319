import { applicationDefault } from "#application-default";
import { apiKeyAuthorizer, tokenAuthorizer } from "../../auth/authorizers.ts";
import { checkEndpoint } from "../../auth/check-endpoint.ts";
import { projectRequired } from "../../errors/account-errors.ts";
import type { Authorizer } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { checkValue } from "../../validation/option-rule.ts";
import type { BackendContext, BackendDriver, ModelRequest } from "../backend.ts";
import { apiVersion, decodePlainReply, jsonHeaders, methodOf, plainBody } from "../json-api.ts";
import { listModels } from "../list-models.ts";
import { locationRule, type VertexOptions } from "./vertex-options.ts";

/** No single region serves all current models (decision 12). */
const DEFAULT_LOCATION = "global";
const DEFAULT_VERSION = "v1";

/** Shared by all clients of a backend, because google-auth-library caches the token. */
const defaultCredentials = sharedState((platform) => applicationDefault(platform));

/** `own`: validated options, not shared. Also the key of the backend's cached state. */
export function vertexDriver(own: VertexOptions): BackendDriver {
  return {
    prepare: async (context, scope) => {
      const { platform } = context;
      const location = own.location ?? locationFromEnvironment(platform) ?? DEFAULT_LOCATION;
      const baseUrl = vertexBaseUrl(own.apiKey ? "global" : location, platform.environment("GOOGLE_VERTEX_BASE_URL"));
      const version = apiVersion(platform, DEFAULT_VERSION);
      const signIn = await resolveSignIn(own, context, scope);
      const scopePath = signIn.project ? `projects/${encodeURIComponent(signIn.project)}/locations/${location}/` : "";
      return {
        authorizer: signIn.authorizer,
        encode: (request) => {
          const { rest, headers } = tierAsHeader(request.rest);
          return {
            operation: request.operation,
            backend: "vertex",
            method: "POST",
            url: `${baseUrl}/${version}/${modelPath(request.model, scopePath)}:${methodOf(request.operation)}`,
            headers: { ...jsonHeaders(request.operation), ...identityHeaders(platform), ...headers },
            body: plainBody(request.contents, rest),
          };
        },
        decode: decodePlainReply,
        listModels: (scope) => vertexModels(baseUrl, signIn.authorizer, context, scope),
      };
    },
  };
}

/**
 * Vertex AI takes the tier in a header instead of the request. The standard tier has none.
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/priority-paygo
 */
function tierAsHeader(request: ModelRequest["rest"]): {
  readonly rest: ModelRequest["rest"];
  readonly headers: Readonly<Record<string, string>>;
} {
  const { serviceTier, ...rest } = request;
  if (typeof serviceTier !== "string") return { rest: request, headers: {} };
  return { rest, headers: serviceTier === "standard" ? {} : { "x-vertex-ai-llm-shared-request-type": serviceTier } };
}

async function resolveSignIn(
  options: VertexOptions,
  { platform, project, transport }: BackendContext,
  scope: CallScope,
): Promise<{ readonly authorizer: Authorizer; readonly project: string | undefined }> {
  if (options.apiKey) return { authorizer: apiKeyAuthorizer(options.apiKey), project: undefined };
  const named = options.project ?? project ?? platform.environment("GOOGLE_CLOUD_PROJECT");
  if (options.accessToken) {
    if (named === undefined) throw projectRequired();
    return { authorizer: tokenAuthorizer(options.accessToken), project: named };
  }
  const credentials = defaultCredentials(platform, options);
  const found = named ?? (await credentials.project(transport, scope));
  if (found === undefined) throw projectRequired();
  return { authorizer: credentials.authorizer(transport), project: found };
}

/** Accepts the name of a model, the path of a publisher model or endpoint, or a full path that includes a project. */
function modelPath(model: string, scopePath: string): string {
  const name = model.replace(/^models\//, "");
  const path = name.includes("/") ? name : `publishers/google/models/${name}`;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("projects/") ? encoded : scopePath + encoded;
}

function locationFromEnvironment({ environment }: Platform): string | undefined {
  const location = environment("GOOGLE_CLOUD_LOCATION");
  if (location !== undefined) checkValue("GOOGLE_CLOUD_LOCATION", location, locationRule);
  return location;
}

/** @see https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations */
function vertexBaseUrl(location: string, override: string | undefined): string {
  if (override !== undefined) return checkEndpoint("GOOGLE_VERTEX_BASE_URL", override);
  if (location === "global") return "https://aiplatform.googleapis.com";
  if (location === "us" || location === "eu") return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

/** Matches models that generate content. The list also has other models, and does not mark those that do. */
const GENERATES = /^gemini-(?!embedding)/;

/**
 * The Gemini models that Google publishes at this location. Only the beta API lists them, and its URL has no project.
 * @see https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list
 */
async function vertexModels(
  baseUrl: string,
  authorizer: Authorizer,
  context: BackendContext,
  scope: CallScope,
): Promise<readonly string[]> {
  const url = `${baseUrl}/v1beta1/publishers/google/models`;
  const models = await listModels({ backend: "vertex", url, member: "publisherModels", authorizer }, context, scope);
  return models
    .map(({ name }) => String(name).replace(/^publishers\/google\/models\//, ""))
    .filter((name) => GENERATES.test(name));
}
