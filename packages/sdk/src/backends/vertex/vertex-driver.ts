import { applicationDefault } from "#application-default";
import { apiKeyAuthorizer, tokenAuthorizer } from "../../auth/authorizers.ts";
import { checkBaseUrl } from "../../auth/check-endpoint.ts";
import { projectFromEnvironment, tokenFromEnvironment, vertexSwitch } from "../../auth/from-environment.ts";
import { projectRequired } from "../../errors/account-errors.ts";
import { conflictingOptions } from "../../errors/option-errors.ts";
import type { Authorizer } from "../../http/send.ts";
import { LONGEST_HOP } from "../../models/output-limits.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Origin, Origins } from "../../refusals/origins.ts";
import { maxOutputTokensOf } from "../../request/build-request.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { checkValue } from "../../validation/option-rule.ts";
import type { BackendContext, BackendDriver, ModelRequest, PreparedBackend } from "../backend.ts";
import { decodePlainReply, JsonRequest, methodOf, modelHeaders, namedVersion, plainBody } from "../json-api.ts";
import { listModels } from "../list-models.ts";
import { locationRule, type VertexOptions } from "./vertex-options.ts";

const URL_VARIABLE = "GOOGLE_VERTEX_BASE_URL";

/** No single region serves all current models (decision 12). */
const DEFAULT_LOCATION = "global";

/** `own`: validated options, not shared. */
export function vertexDriver(own: VertexOptions): BackendDriver {
  return {
    prepare: async (context, scope) => {
      const { platform } = context;
      const location = own.location ?? locationFromEnvironment(platform) ?? DEFAULT_LOCATION;
      const key = expressKey(own, context);
      if (key && location !== DEFAULT_LOCATION) throw keyWithLocation(key.origin);
      const baseUrl = vertexBaseUrl(location, platform.environment(URL_VARIABLE));
      const named = namedVersion(platform);
      const signIn = key ? expressSignIn(key) : await resolveSignIn(own, context, scope);
      const scopePath = signIn.project ? `projects/${encodeURIComponent(signIn.project)}/locations/${location}/` : "";
      const project = { id: signIn.project, ...signIn.projectFrom };
      const origins: Origins = { project, address: addressOrigin(own.location, platform) };
      return {
        authorizer: signIn.authorizer,
        origins,
        elsewhere: notAt(location),
        encode: (request) => {
          const { rest, headers } = tierAsHeader(request.rest);
          return new JsonRequest({
            operation: request.operation,
            backend: "vertex",

            url: `${baseUrl}/${named ?? versionFor(rest)}/${modelPath(request.model, scopePath)}:${methodOf(request.operation)}`,
            headers: modelHeaders(request, platform, headers),
            body: plainBody(request.contents, rest),
            authorizer: signIn.authorizer,
            origins,
          });
        },
        decode: decodePlainReply,
        listModels: (scope) => vertexModels(baseUrl, signIn, origins, context, scope),
      };
    },
  };
}

/** How requests are authorized, and the project that they name. */
interface SignIn {
  readonly authorizer: Authorizer;
  /** Undefined in express mode, in which the key has a project. */
  readonly project: string | undefined;
  readonly projectFrom: Origin;
}

/** The location is a part of the host's name. */
function addressOrigin(location: string | null | undefined, { environment }: Platform): Origin | undefined {
  if (environment(URL_VARIABLE) !== undefined) return { variable: URL_VARIABLE };
  if (location != null) return { option: "vertex.location" };
  return environment("GOOGLE_CLOUD_LOCATION") === undefined ? undefined : { variable: "GOOGLE_CLOUD_LOCATION" };
}

/** An API key for express mode. */
interface ExpressKey {
  readonly value: string;
  readonly origin: Origin;
}

/**
 * The option `apiKey`, else `GOOGLE_API_KEY` if a variable selects Vertex AI and nothing names a project or a token. As in
 * Google's SDKs, a project goes before a key of the environment.
 */
function expressKey(own: VertexOptions, { platform, project }: BackendContext): ExpressKey | undefined {
  if (own.apiKey) return { value: own.apiKey, origin: { option: "vertex.apiKey" } };
  const named = own.project ?? project ?? platform.environment("GOOGLE_CLOUD_PROJECT");
  if (own.accessToken || named !== undefined || own.location || vertexSwitch(platform) === undefined) return undefined;
  const value = tokenFromEnvironment("GOOGLE_API_KEY", platform);
  return value === undefined ? undefined : { value, origin: { variable: "GOOGLE_API_KEY" } };
}

function expressSignIn({ value, origin }: ExpressKey): SignIn {
  return { authorizer: apiKeyAuthorizer(value), project: undefined, projectFrom: origin };
}

/** The location must not be ignored: a request meant for one region would go to the global host. */
function keyWithLocation({ option, variable }: Origin): Error {
  return conflictingOptions(
    "GOOGLE_CLOUD_LOCATION",
    option ?? variable ?? "apiKey",
    "an API key (express mode) works only with the location `global`",
    "Unset GOOGLE_CLOUD_LOCATION or set it to `global`; or sign in without an API key, and name a project (GOOGLE_CLOUD_PROJECT).",
  );
}

/**
 * Only the beta version continues responses. A request that may have to be continued is sent to it from the start, because a
 * token is for the same request.
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-argon
 */
function versionFor(rest: ModelRequest["rest"]): string {
  return rest.continuationToken !== undefined || maxOutputTokensOf(rest) > LONGEST_HOP ? "v1beta1" : "v1";
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
): Promise<SignIn> {
  const named = options.project ?? project ?? projectFromEnvironment("GOOGLE_CLOUD_PROJECT", platform);
  const projectFrom: Origin =
    options.project != null
      ? { option: "vertex.project" }
      : project === undefined
        ? { variable: "GOOGLE_CLOUD_PROJECT" }
        : { option: "project" };
  if (options.accessToken) {
    if (named === undefined) throw projectRequired();
    return { authorizer: tokenAuthorizer(options.accessToken), project: named, projectFrom };
  }
  const credentials = applicationDefault(platform, transport);
  const found = named ?? (await credentials.project(transport, scope));
  if (found === undefined) throw projectRequired();
  const fromCredentials = { words: "the Application Default Credentials" };
  return {
    authorizer: credentials.authorizer(transport),
    project: found,
    projectFrom: named === undefined ? fromCredentials : projectFrom,
  };
}

/** What to do about a model that Google publishes, but does not serve at this location. */
function notAt(location: string): NonNullable<PreparedBackend["elsewhere"]> {
  const elsewhere = location === DEFAULT_LOCATION ? "a region such as `us-central1`, or `us` or `eu`" : "`global`";
  return {
    option: "vertex.location",
    variable: "GOOGLE_CLOUD_LOCATION",
    remedy: `Google publishes this model, but not at this location (\`${location}\`) for this project: try ${elsewhere}.`,
  };
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
  if (override !== undefined) return checkBaseUrl(URL_VARIABLE, override);
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
  { authorizer, project }: SignIn,
  origins: Origins,
  context: BackendContext,
  scope: CallScope,
): Promise<readonly string[]> {
  const url = `${baseUrl}/v1beta1/publishers/google/models`;
  // Without a project in the URL, Google needs to know whose quota the request counts against.
  const headers = project === undefined ? {} : { "x-goog-user-project": project };
  const list = { backend: "vertex", url, member: "publisherModels", authorizer, headers, origins } as const;
  const models = await listModels(list, context, scope);
  return models
    .map(({ name }) => String(name).replace(/^publishers\/google\/models\//, ""))
    .filter((name) => GENERATES.test(name));
}
