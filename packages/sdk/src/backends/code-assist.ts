import { AccountRegistry } from "../account/account-registry.ts";
import { checkProject } from "../account/set-up-account.ts";
import { loginAuthorizer, tokenAuthorizer } from "../auth/authorizers.ts";
import { checkEndpoint } from "../auth/check-endpoint.ts";
import { isSwitchedOn, tokenFromEnvironment } from "../auth/from-environment.ts";
import { loginFilePath } from "../auth/login-file-path.ts";
import { sharedLogin } from "../auth/login-registry.ts";
import { resolveOAuthClient } from "../auth/oauth-client.ts";
import { responseInvalid } from "../errors/connection-errors.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import { noCredentials } from "../errors/sign-in-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { identityHeaders } from "../platform/version.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { Authorizer, Transport } from "../transport/send.ts";
import type { CodeAssistReply } from "../wire/code-assist.ts";
import { type Backend, type DecodedReply, defineBackend, type ModelRequest } from "./backend.ts";
import { codeAssistModels } from "./code-assist-models.ts";
import { type CodeAssistOptions, checkCodeAssistOptions } from "./code-assist-options.ts";
import { jsonHeaders, methodOf } from "./json-exchange.ts";
import { aroundContents, bodyAround } from "./request-body.ts";

const DEFAULT_ENDPOINT = "https://cloudcode-pa.googleapis.com";
const DEFAULT_VERSION = "v1internal";

/**
 * Gemini Code Assist with the Gemini CLI's login. Google's terms forbid third-party software on that login: read
 * docs/terms.md first. Throws `invalid_options` and `endpoint_insecure` at once; what the login lacks shows at the first call.
 */
export function codeAssist(options: CodeAssistOptions = {}): Backend {
  checkCodeAssistOptions(options);
  const own = { ...options };
  return defineBackend("code-assist", {
    prepare: async ({ platform, transport, project: clientProject }, scope) => {
      const { environment } = platform;
      const configured =
        own.project ?? clientProject ?? environment("GOOGLE_CLOUD_PROJECT") ?? environment("GOOGLE_CLOUD_PROJECT_ID");
      checkProject(configured);
      const signIn = resolveSignIn(own, platform, transport);
      const baseUrl = codeAssistBaseUrl(own.endpoint, platform);
      const caller = { baseUrl, authorizer: signIn.authorizer, transport, platform };
      const accounts = accountsOf(signIn.identity);
      const generation = await signIn.generation(scope);
      const account = await accounts.get(caller, configured, generation, scope);
      let outdated = false;
      return {
        authorizer: {
          ...signIn.authorizer,
          // The envelope names the project of one account: it must not go out with the token of another.
          renew: async (refused, scope) => {
            const renewed = (await signIn.authorizer.renew?.(refused, scope)) ?? false;
            outdated = (await signIn.generation(scope)) !== generation;
            return renewed && !outdated;
          },
        },
        isOutdated: () => outdated,
        // Other refusals are about the account or where it is used: asking for its project again would change nothing.
        forget: (refusal) => {
          if (isGeminiError(refusal, "permission_denied", "license_required")) accounts.drop(account);
        },
        models: (scope) => codeAssistModels(caller, account.project, scope),
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
  /** Changes with the account that signs. */
  readonly generation: (scope: CallScope) => Promise<number>;
}

/** By what signs the requests: a login shared by the process, or a token of this backend. */
const accountRegistries = new WeakMap<object, AccountRegistry>();

function accountsOf(identity: object): AccountRegistry {
  const registry = accountRegistries.get(identity) ?? new AccountRegistry();
  accountRegistries.set(identity, registry);
  return registry;
}

function resolveSignIn(options: CodeAssistOptions, platform: Platform, transport: Transport): SignIn {
  const signsItself = options.accessToken != null || options.credentialsPath != null;
  const fromEnvironment =
    !signsItself && isSwitchedOn("GOOGLE_GENAI_USE_GCA", platform)
      ? tokenFromEnvironment("GOOGLE_CLOUD_ACCESS_TOKEN", platform)
      : undefined;
  const token = options.accessToken ?? fromEnvironment;
  if (token !== undefined) return { authorizer: tokenAuthorizer(token), identity: options, generation: async () => 0 };
  const path = loginFilePath(options.credentialsPath, platform);
  if (path === undefined) {
    throw noCredentials(["the Gemini CLI login file, but no home folder is known"], "Set HOME or `credentialsPath`.");
  }
  const login = sharedLogin(path, resolveOAuthClient(options.oauthClient, platform), platform);
  return {
    authorizer: loginAuthorizer(login, transport),
    identity: login,
    generation: async (scope) => {
      // The login is read first, so that the account is the one of the login as it is now.
      await login.accessToken(transport, scope);
      return login.generation;
    },
  };
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
