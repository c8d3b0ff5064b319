import { applicationDefault } from "#application-default";
import { type AccessToken, apiKeyAuthorizer, tokenAuthorizer } from "../auth/authorizers.ts";
import { checkEndpoint } from "../auth/check-endpoint.ts";
import { tokenOf } from "../auth/parse-login.ts";
import { projectRequired } from "../errors/account-errors.ts";
import { conflictingOptions, invalidOption } from "../errors/option-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { identityHeaders } from "../platform/version.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { Authorizer } from "../transport/send.ts";
import { type Backend, type BackendContext, defineBackend } from "./backend.ts";
import { checkMembers } from "./check-members.ts";
import { jsonHeaders, methodOf } from "./json-exchange.ts";
import { decodePlainReply } from "./plain-reply.ts";
import { plainBody } from "./request-body.ts";
import { vertexModels } from "./vertex-models.ts";

const DEFAULT_LOCATION = "us-central1";

/** How to reach Vertex AI. */
export interface VertexOptions {
  /** Project id; default the client's `project`, `GOOGLE_CLOUD_PROJECT`, else the one of the default credentials. */
  project?: string | null | undefined;
  /** Region, `"global"`, `"us"` or `"eu"`; default `GOOGLE_CLOUD_LOCATION`, else `"us-central1"`. */
  location?: string | null | undefined;
  /** Express mode: an API key, without project and location. Excludes `accessToken`, `project` and `location`. */
  apiKey?: string | null | undefined;
  /** A token, or a function asked before every request; default Application Default Credentials. */
  accessToken?: AccessToken | null | undefined;
}

/**
 * Vertex AI. Without `apiKey` and `accessToken` it signs in with Application Default Credentials through the optional
 * package google-auth-library 10, loaded at the first call; `dependency_missing` names the install line.
 * `GOOGLE_VERTEX_BASE_URL` points it at another server.
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest
 */
export function vertex(options: VertexOptions = {}): Backend {
  checkVertexOptions(options);
  const own = { ...options };
  // Shared by all clients of this backend: the library behind it caches the token.
  const fallback = applicationDefault();
  return defineBackend("vertex", {
    prepare: async (context, scope) => {
      const { platform } = context;
      const location = own.location ?? locationFromEnvironment(platform) ?? DEFAULT_LOCATION;
      const baseUrl = vertexBaseUrl(own.apiKey ? "global" : location, platform.environment("GOOGLE_VERTEX_BASE_URL"));
      const signIn = await resolveSignIn(own, context, fallback, scope);
      const scopePath = signIn.project ? `projects/${encodeURIComponent(signIn.project)}/locations/${location}/` : "";
      return {
        authorizer: signIn.authorizer,
        encode: (request) => ({
          operation: request.operation,
          backend: "vertex",
          method: "POST",
          url: `${baseUrl}/v1/${modelPath(request.model, scopePath)}:${methodOf(request.operation)}`,
          headers: { ...jsonHeaders(request.operation), ...identityHeaders(platform) },
          body: plainBody(request.contents, request.rest),
        }),
        decode: decodePlainReply,
        models: (scope) => vertexModels(baseUrl, signIn.authorizer, context, scope),
      };
    },
  });
}

async function resolveSignIn(
  options: VertexOptions,
  { platform, project }: BackendContext,
  fallback: ReturnType<typeof applicationDefault>,
  scope: CallScope,
): Promise<{ readonly authorizer: Authorizer; readonly project: string | undefined }> {
  if (options.apiKey) return { authorizer: apiKeyAuthorizer(options.apiKey), project: undefined };
  const named = options.project ?? project ?? platform.environment("GOOGLE_CLOUD_PROJECT");
  const authorizer = options.accessToken ? tokenAuthorizer(options.accessToken) : fallback.authorizer;
  const found = named ?? (options.accessToken ? undefined : await fallback.project(scope));
  if (found === undefined) throw projectRequired();
  return { authorizer, project: found };
}

/** A model's name, a publisher's or an endpoint's path, or a whole path with a project of its own. */
function modelPath(model: string, scopePath: string): string {
  const name = model.replace(/^models\//, "");
  const path = name.includes("/") ? name : `publishers/google/models/${name}`;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("projects/") ? encoded : scopePath + encoded;
}

/** The location becomes part of a host name that a token travels to. */
const LOCATION = /^[a-z]+(?:-[a-z]+\d+)?$/;
const TAKES_LOCATION = 'a region such as "us-central1", "global", "us" or "eu"';

function locationFromEnvironment({ environment }: Platform): string | undefined {
  const location = environment("GOOGLE_CLOUD_LOCATION");
  if (location !== undefined && !LOCATION.test(location)) {
    throw invalidOption("GOOGLE_CLOUD_LOCATION", location, TAKES_LOCATION);
  }
  return location;
}

/** @see https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations */
function vertexBaseUrl(location: string, override: string | undefined): string {
  if (override !== undefined) return checkEndpoint("GOOGLE_VERTEX_BASE_URL", override);
  if (location === "global") return "https://aiplatform.googleapis.com";
  if (location === "us" || location === "eu") return `https://aiplatform.${location}.rep.googleapis.com`;
  return `https://${location}-aiplatform.googleapis.com`;
}

function checkVertexOptions(options: VertexOptions): void {
  checkMembers("vertex", options, ["project", "location", "apiKey", "accessToken"]);
  const { project, location, apiKey, accessToken } = options;
  if (project != null && (typeof project !== "string" || project === "")) {
    throw invalidOption("vertex.project", project, "a project id");
  }
  if (location != null && (typeof location !== "string" || !LOCATION.test(location))) {
    throw invalidOption("vertex.location", location, TAKES_LOCATION);
  }
  if (apiKey != null && tokenOf(apiKey) === undefined) {
    throw invalidOption("vertex.apiKey", apiKey, "an API key: printable characters without spaces");
  }
  if (accessToken != null && typeof accessToken !== "function" && tokenOf(accessToken) === undefined) {
    throw invalidOption("vertex.accessToken", accessToken, "a token, or a function that gives one");
  }
  if (apiKey != null && accessToken != null) {
    throw conflictingOptions("vertex.apiKey", "vertex.accessToken", "each signs the request by itself");
  }
  // Left unsaid, a request that is meant to stay in one region would go to the global host.
  const unused = project != null ? "project" : location != null ? "location" : undefined;
  if (apiKey != null && unused !== undefined) {
    throw conflictingOptions("vertex.apiKey", `vertex.${unused}`, "express mode has neither project nor location");
  }
}
