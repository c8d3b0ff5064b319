import { accountAuthorizer, loginAuthorizer, tokenAuthorizer } from "../../auth/authorizers.ts";
import { checkEndpoint } from "../../auth/check-endpoint.ts";
import { loginFilePath } from "../../auth/cli-login/login-file-path.ts";
import { isSwitchedOn, tokenFromEnvironment } from "../../auth/from-environment.ts";
import { sharedLogin } from "../../auth/tokens/login-registry.ts";
import { resolveOAuthClient } from "../../auth/tokens/oauth-client.ts";
import { responseInvalid } from "../../errors/connection-errors.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { noCredentials } from "../../errors/sign-in-errors.ts";
import type { BodyPiece } from "../../http/http.ts";
import type { Authorizer, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { CodeAssistReply } from "../../wire/code-assist.ts";
import type { BackendDriver, DecodedReply, ModelRequest } from "../backend.ts";
import { jsonHeaders, methodOf } from "../json-exchange.ts";
import { aroundContents, bodyAround } from "../request-body.ts";
import { AccountRegistry } from "./account-registry.ts";
import { codeAssistModels } from "./code-assist-models.ts";
import type { CodeAssistOptions } from "./code-assist-options.ts";
import { checkProject } from "./set-up-account.ts";

const DEFAULT_ENDPOINT = "https://cloudcode-pa.googleapis.com";
const DEFAULT_VERSION = "v1internal";

/** `own` are checked options that nobody else holds: what the backend learns belongs to this object. */
export function codeAssistDriver(own: CodeAssistOptions): BackendDriver {
  return {
    prepare: async ({ platform, transport, project: clientProject }, scope) => {
      const { environment } = platform;
      const configured =
        own.project ?? clientProject ?? environment("GOOGLE_CLOUD_PROJECT") ?? environment("GOOGLE_CLOUD_PROJECT_ID");
      checkProject(configured);
      const signIn = resolveSignIn(own, platform, transport);
      const baseUrl = codeAssistBaseUrl(own.endpoint, platform);
      const caller = { baseUrl, authorizer: signIn.authorizer, transport, platform };
      const accounts = accountsOf(signIn.identity);
      // The login is read first, so that the account is the one of the login as it is now.
      const { generation, authorizer, isOutdated, onRefusal } = await signIn.account(scope);
      const account = await accounts.get(caller, configured, generation, scope).catch((error: unknown) => {
        if (isGeminiError(error)) onRefusal(error);
        throw error;
      });
      return {
        authorizer,
        isOutdated,
        // Other refusals are about the account or where it is used: asking for its project again would change nothing.
        forget: (refusal) => {
          onRefusal(refusal);
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
        hasEnvelope: true,
      };
    },
  };
}

/** The account that signs at the moment. The envelope names its project, which must not go out with the token of another. */
interface SigningAccount {
  /** Changes with the account. */
  readonly generation: number;
  readonly authorizer: Authorizer;
  readonly isOutdated: () => boolean;
  /** For a refusal that did not come as the status of a request, which the authorizer hears of by itself. */
  readonly onRefusal: (refusal: GeminiError) => void;
}

interface SignIn {
  /** Signs for whoever it is. */
  readonly authorizer: Authorizer;
  /** What the account's facts belong to. */
  readonly identity: object;
  readonly account: (scope: CallScope) => Promise<SigningAccount>;
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
  if (token !== undefined) {
    const authorizer = tokenAuthorizer(token);
    const account = { generation: 0, authorizer, isOutdated: () => false, onRefusal: () => {} };
    return { authorizer, identity: options, account: async () => account };
  }
  const path = loginFilePath(options.credentialsPath, platform);
  if (path === undefined) {
    throw noCredentials(["the Gemini CLI login file, but no home folder is known"], "Set HOME or `credentialsPath`.", {
      option: "credentialsPath",
      variable: "HOME",
    });
  }
  const client = resolveOAuthClient(options.oauthClient, platform);
  const login = sharedLogin(path, client, platform, options.tokenCache ?? undefined);
  return {
    authorizer: loginAuthorizer(login, transport),
    identity: login,
    account: async (scope) => {
      const signedIn = await login.signIn(transport, scope);
      return {
        generation: signedIn.generation,
        authorizer: accountAuthorizer(login, transport, signedIn),
        isOutdated: () => login.generation !== signedIn.generation,
        onRefusal: (refusal) => {
          if (refusal.code === "account_disabled") login.disable(signedIn.accessToken, refusal);
        },
      };
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

function envelope(request: ModelRequest, project: string): readonly BodyPiece[] {
  const model = request.model.replace(/^models\//, "");
  const outer = JSON.stringify({ model, project, user_prompt_id: request.ids.prompt });
  const { head, tail } = aroundContents({ ...request.rest, session_id: request.ids.session });
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
