import { AccountRegistry } from "../account/account-registry.ts";
import { checkProject } from "../account/set-up-account.ts";
import { type AccessToken, loginAuthorizer, tokenAuthorizer } from "../auth/authorizers.ts";
import { checkEndpoint } from "../auth/check-endpoint.ts";
import { isSwitchedOn, tokenFromEnvironment } from "../auth/from-environment.ts";
import { loginFilePath } from "../auth/login-file-path.ts";
import { sharedLogin } from "../auth/login-registry.ts";
import { type OAuthClient, resolveOAuthClient } from "../auth/oauth-client.ts";
import { tokenOf } from "../auth/parse-login.ts";
import { responseInvalid } from "../errors/connection-errors.ts";
import { conflictingOptions, invalidOption } from "../errors/option-errors.ts";
import { noCredentials } from "../errors/sign-in-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { identityHeaders } from "../platform/version.ts";
import type { Authorizer, Transport } from "../transport/send.ts";
import type { CodeAssistReply } from "../wire/code-assist.ts";
import { type Backend, type DecodedReply, defineBackend, type ModelRequest } from "./backend.ts";
import { checkMembers } from "./check-members.ts";
import { jsonHeaders, methodOf } from "./json-exchange.ts";
import { aroundContents, bodyAround } from "./request-body.ts";

const DEFAULT_ENDPOINT = "https://cloudcode-pa.googleapis.com";
const DEFAULT_VERSION = "v1internal";

/** How to reach Code Assist. */
export interface CodeAssistOptions {
  /** The Gemini CLI's login file; default `~/.gemini/oauth_creds.json`, `GEMINI_CLI_HOME` in place of `~` where set. */
  credentialsPath?: string | null | undefined;
  /** Project id; default the client's `project`, `GOOGLE_CLOUD_PROJECT`, `GOOGLE_CLOUD_PROJECT_ID`. Google's own answer goes first. */
  project?: string | null | undefined;
  /** A token, or a function asked before every request, instead of a login file. Excludes `credentialsPath`. */
  accessToken?: AccessToken | null | undefined;
  /** The OAuth client that made the login; default the Gemini CLI's. */
  oauthClient?: Partial<OAuthClient> | null | undefined;
  /** Another server; default `CODE_ASSIST_ENDPOINT`, else Google's. https, or http on loopback. */
  endpoint?: string | null | undefined;
}

/**
 * Gemini Code Assist with the Gemini CLI's login. Google's terms forbid third-party software on that login: read
 * docs/terms.md first. Throws `invalid_options` and `endpoint_insecure` at once; what the login lacks shows at the first call.
 */
export function codeAssist(options: CodeAssistOptions = {}): Backend {
  checkCodeAssistOptions(options);
  return defineBackend("code-assist", {
    prepare: async ({ platform, transport, project: clientProject }, scope) => {
      const { environment } = platform;
      const configured =
        options.project ??
        clientProject ??
        environment("GOOGLE_CLOUD_PROJECT") ??
        environment("GOOGLE_CLOUD_PROJECT_ID");
      checkProject(configured);
      const signIn = resolveSignIn(options, platform, transport);
      const baseUrl = codeAssistBaseUrl(options.endpoint, platform);
      const caller = { baseUrl, authorizer: signIn.authorizer, transport, platform };
      const accounts = accountsOf(signIn.identity);
      // The login is read first, so that the account is the one of the login as it is now.
      await signIn.authorizer.headers(scope);
      const account = await accounts.get(caller, configured, signIn.generation(), scope);
      return {
        authorizer: signIn.authorizer,
        forget: () => accounts.clear(),
        encode: (request) => ({
          operation: request.operation,
          backend: "code-assist",
          method: "POST",
          url: `${baseUrl}:${methodOf(request.operation)}`,
          headers: { ...jsonHeaders(request.operation), ...identityHeaders(platform) },
          body: envelope(request, account.project),
        }),
        decode: unwrap,
      };
    },
  });
}

interface SignIn {
  readonly authorizer: Authorizer;
  /** What the account's facts belong to. */
  readonly identity: object;
  readonly generation: () => number;
}

/** By what signs the requests: a login shared by the process, or a token of this backend. */
const accountRegistries = new WeakMap<object, AccountRegistry>();

function accountsOf(identity: object): AccountRegistry {
  const registry = accountRegistries.get(identity) ?? new AccountRegistry();
  accountRegistries.set(identity, registry);
  return registry;
}

function resolveSignIn(options: CodeAssistOptions, platform: Platform, transport: Transport): SignIn {
  const fromEnvironment =
    options.credentialsPath == null && isSwitchedOn("GOOGLE_GENAI_USE_GCA", platform)
      ? tokenFromEnvironment("GOOGLE_CLOUD_ACCESS_TOKEN", platform)
      : undefined;
  const token = options.accessToken ?? fromEnvironment;
  if (token !== undefined) return { authorizer: tokenAuthorizer(token), identity: options, generation: () => 0 };
  const path = loginFilePath(options.credentialsPath, platform);
  if (path === undefined) {
    throw noCredentials(["the Gemini CLI login file, but no home folder is known"], "Set HOME or `credentialsPath`.");
  }
  const login = sharedLogin(path, resolveOAuthClient(options.oauthClient, platform), platform);
  return { authorizer: loginAuthorizer(login, transport), identity: login, generation: () => login.generation };
}

function codeAssistBaseUrl(given: string | null | undefined, platform: Platform): string {
  const endpoint =
    given != null
      ? checkEndpoint("`codeAssist.endpoint`", given)
      : checkEndpoint("CODE_ASSIST_ENDPOINT", platform.environment("CODE_ASSIST_ENDPOINT") ?? DEFAULT_ENDPOINT);
  return `${endpoint}/${encodeURIComponent(platform.environment("CODE_ASSIST_API_VERSION") ?? DEFAULT_VERSION)}`;
}

function envelope(request: ModelRequest, project: string): readonly Uint8Array[] {
  const model = request.model.replace(/^models\//, "");
  const outer = JSON.stringify({ model, project, user_prompt_id: request.promptId });
  const { head, tail } = aroundContents({ ...request.rest, session_id: request.sessionId });
  return bodyAround(`${outer.slice(0, -1)},"request":${head}`, request.contents, `${tail}}`);
}

function unwrap(reply: unknown): DecodedReply {
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) {
    throw responseInvalid("it is JSON, and not an object");
  }
  const { response, traceId } = reply as CodeAssistReply;
  const payload = typeof response === "object" && response !== null ? response : {};
  return { payload, traceId: typeof traceId === "string" ? traceId : undefined };
}

function checkCodeAssistOptions(options: CodeAssistOptions): void {
  checkMembers("codeAssist", options, ["credentialsPath", "project", "accessToken", "oauthClient", "endpoint"]);
  const { credentialsPath, project, accessToken, oauthClient, endpoint } = options;
  if (credentialsPath != null && (typeof credentialsPath !== "string" || credentialsPath === "")) {
    throw invalidOption("codeAssist.credentialsPath", credentialsPath, "the path of a login file");
  }
  if (project != null && (typeof project !== "string" || project === "")) {
    throw invalidOption("codeAssist.project", project, "a project id");
  }
  if (accessToken != null && typeof accessToken !== "function" && tokenOf(accessToken) === undefined) {
    throw invalidOption("codeAssist.accessToken", accessToken, "a token, or a function that gives one");
  }
  if (accessToken != null && credentialsPath != null) {
    throw conflictingOptions("codeAssist.accessToken", "codeAssist.credentialsPath", "each is a sign-in by itself");
  }
  if (oauthClient != null) checkOAuthClient(oauthClient);
  if (endpoint != null) checkEndpoint("`codeAssist.endpoint`", endpoint);
}

function checkOAuthClient(client: Partial<OAuthClient>): void {
  checkMembers("codeAssist.oauthClient", client, ["clientId", "clientSecret", "tokenUrl"]);
  const { clientId, clientSecret, tokenUrl } = client;
  for (const [name, value] of Object.entries({ clientId, clientSecret })) {
    if (value !== undefined && tokenOf(value) === undefined) {
      throw invalidOption(`codeAssist.oauthClient.${name}`, value, "printable characters without spaces");
    }
  }
  if (tokenUrl !== undefined) checkEndpoint("`codeAssist.oauthClient.tokenUrl`", tokenUrl);
}
