import { accountAuthorizer, tokenAuthorizer } from "../../auth/authorizers.ts";
import { checkEndpoint } from "../../auth/check-endpoint.ts";
import { homeVariable, loginFilePath } from "../../auth/cli-login/login-file-path.ts";
import { isSwitchedOn, projectFromEnvironment, tokenFromEnvironment } from "../../auth/from-environment.ts";
import { sharedLogin } from "../../auth/tokens/google-login.ts";
import { resolveOAuthClient } from "../../auth/tokens/oauth-client.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { noCredentials, noCredentialsOnWeb } from "../../errors/sign-in-errors.ts";
import type { BodyPiece } from "../../http/http.ts";
import type { Authorizer, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import type { Origin, Origins } from "../../refusals/origins.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { CodeAssistReply, UserQuotaReply } from "../../wire/code-assist.ts";
import type { BackendDriver, DecodedReply, ModelRequest } from "../backend.ts";
import { aroundContents, bodyAround, JsonRequest, jsonObject, methodOf, modelHeaders } from "../json-api.ts";
import { AccountRegistry } from "./account-registry.ts";
import { type CodeAssistCaller, callCodeAssist } from "./call-code-assist.ts";
import type { CodeAssistOptions } from "./code-assist-options.ts";
import { type Account, checkProject } from "./set-up-account.ts";

const DEFAULT_ENDPOINT = "https://cloudcode-pa.googleapis.com";
const DEFAULT_VERSION = "v1internal";

/** `own`: validated options, not shared. Also the key of the backend's cached state. */
export function codeAssistDriver(own: CodeAssistOptions): BackendDriver {
  return {
    prepare: async ({ platform, transport, project: clientProject }, scope) => {
      const { configured, from } = configuredProject(own, clientProject, platform);
      checkProject(configured, from);
      const signIn = resolveSignIn(own, platform, transport);
      const baseUrl = codeAssistBaseUrl(own.endpoint, platform);
      const address = addressOrigin(own.endpoint, platform);
      const named: Origins = { project: configured === undefined ? undefined : { id: configured, ...from }, address };
      const accounts = accountsOf(platform, signIn.identity);
      const setUp = async (isSecond = false): Promise<SetUpAccount> => {
        // Read the login first, so that the account matches the current login.
        const signing = await signIn.account(scope);
        const caller = { baseUrl, authorizer: signing.authorizer, transport, platform, origins: named };
        try {
          return { ...signing, caller, account: await accounts.get(caller, configured, signing.generation, scope) };
        } catch (error) {
          if (isGeminiError(error)) signing.onRefusal(error);
          // The refused token is the previous account's; the one that has signed in since is set up instead.
          const isPrevious = isGeminiError(error) && error.status === 401 && signing.accountChanged();
          if (isSecond || !isPrevious) throw error;
          return setUp(true);
        }
      };
      const { account, caller, authorizer, accountChanged, onRefusal } = await setUp();
      const isConfigured = account.project === configured;
      const used = isConfigured ? from : { words: "Google, for this account (loadCodeAssist)" };
      const origins: Origins = { project: { id: account.project, ...used }, address };
      return {
        authorizer,
        origins,
        accountChanged,
        // Other refusals concern the account or its location: looking up its project again would change nothing.
        onRefused: (refusal) => {
          onRefusal(refusal);
          if (isGeminiError(refusal, "permission_denied", "license_required", "project_invalid")) {
            accounts.drop(account);
          }
        },
        listModels: (scope) => codeAssistModels(caller, account.project, scope),
        encode: (request) =>
          new JsonRequest({
            operation: request.operation,
            backend: "code-assist",

            url: `${baseUrl}:${methodOf(request.operation)}`,
            headers: modelHeaders(request, platform),
            body: envelope(request, account.project),
            authorizer,
            origins,
          }),
        decode: unwrap,
        hasEnvelope: true,
      };
    },
  };
}

/**
 * The account that is signed in. The envelope names its project, which must not be sent with another account's token.
 */
interface SigningAccount {
  /** Changes with the account. */
  readonly generation: number;
  readonly authorizer: Authorizer;
  readonly accountChanged: () => boolean;
  /** Called for refusals within a response; refusals by status reach the authorizer directly. */
  readonly onRefusal: (refusal: GeminiError) => void;
}

/** An account that has been set up, and what sends requests about it. */
interface SetUpAccount extends SigningAccount {
  readonly account: Account;
  readonly caller: CodeAssistCaller;
}

interface SignIn {
  /** The key of the cached state of the account. */
  readonly identity: object;
  readonly account: (scope: CallScope) => Promise<SigningAccount>;
}

/** The owner is the sign-in: a login that the process shares, or the options with a token. */
const accountsOf = sharedState(() => new AccountRegistry());

function resolveSignIn(options: CodeAssistOptions, platform: Platform, transport: Transport): SignIn {
  const signsItself = options.accessToken != null || options.credentialsPath != null;
  const fromEnvironment =
    !signsItself && isSwitchedOn("GOOGLE_GENAI_USE_GCA", platform)
      ? tokenFromEnvironment("GOOGLE_CLOUD_ACCESS_TOKEN", platform)
      : undefined;
  const token = options.accessToken ?? fromEnvironment;
  if (token !== undefined) {
    const authorizer = tokenAuthorizer(token);
    const account = { generation: 0, authorizer, accountChanged: () => false, onRefusal: () => {} };
    return { identity: options, account: async () => account };
  }
  const path = loginFilePath(options.credentialsPath, platform);
  if (!platform.hasEnvironment) throw noCredentialsOnWeb("nothing_usable");
  if (path === undefined) {
    const variable = homeVariable(platform);
    throw noCredentials(
      ["the Gemini CLI login file, but no home folder is known"],
      `Set ${variable} or \`credentialsPath\`.`,
      { option: "credentialsPath", variable },
    );
  }
  const client = resolveOAuthClient(options.oauthClient, platform);
  const login = sharedLogin(path, client, platform, options.tokenCache ?? undefined);
  return {
    identity: login,
    account: async (scope) => {
      const signedIn = await login.signIn(transport, scope);
      return {
        generation: signedIn.generation,
        authorizer: accountAuthorizer(login, transport, signedIn),
        accountChanged: () => login.generation !== signedIn.generation,
        onRefusal: (refusal) => {
          if (refusal.code === "account_disabled") login.disable(signedIn.accessToken, refusal);
        },
      };
    },
  };
}

/** The project that the caller configured, if any, and what named it. */
function configuredProject(
  own: CodeAssistOptions,
  ofClient: string | undefined,
  platform: Platform,
): { readonly configured: string | undefined; readonly from: Origin } {
  if (own.project != null) return { configured: own.project, from: { option: "codeAssist.project" } };
  if (ofClient !== undefined) return { configured: ofClient, from: { option: "project" } };
  const variable = PROJECT_VARIABLES.find((name) => platform.environment(name) !== undefined) ?? PROJECT_VARIABLES[0];
  return { configured: projectFromEnvironment(variable, platform), from: { variable } };
}

const PROJECT_VARIABLES = ["GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT_ID"] as const;

function addressOrigin(given: string | null | undefined, { environment }: Platform): Origin | undefined {
  if (given != null) return { option: "codeAssist.endpoint" };
  return environment("CODE_ASSIST_ENDPOINT") === undefined ? undefined : { variable: "CODE_ASSIST_ENDPOINT" };
}

/** The version at the end of an address, with a method, as it stands in Google's own URLs. */
const VERSION = /\/v\d+(?:internal|alpha|beta)?\d*(?::\w+)?$/;

function codeAssistBaseUrl(given: string | null | undefined, platform: Platform): string {
  const address =
    given != null
      ? checkEndpoint("`codeAssist.endpoint`", given)
      : checkEndpoint("CODE_ASSIST_ENDPOINT", platform.environment("CODE_ASSIST_ENDPOINT") ?? DEFAULT_ENDPOINT);
  const endpoint = address.replace(VERSION, "");
  return `${endpoint}/${encodeURIComponent(platform.environment("CODE_ASSIST_API_VERSION") ?? DEFAULT_VERSION)}`;
}

function envelope(request: ModelRequest, project: string): readonly BodyPiece[] {
  const model = request.model.replace(/^models\//, "");
  const outer = JSON.stringify({ model, project, user_prompt_id: request.ids.prompt });
  const { head, tail } = aroundContents({ ...request.rest, session_id: request.ids.session });
  return bodyAround(`${outer.slice(0, -1)},"request":${head}`, request.contents, `${tail}}`);
}

function unwrap(reply: unknown): DecodedReply {
  const { response, traceId }: CodeAssistReply = jsonObject(reply);
  const payload = typeof response === "object" && response !== null ? response : {};
  return { payload, traceId: typeof traceId === "string" ? traceId : undefined };
}

/** The models that the account has quota for; Code Assist has no other list of models. */
async function codeAssistModels(
  caller: CodeAssistCaller,
  project: string,
  scope: CallScope,
): Promise<readonly string[]> {
  const reply: UserQuotaReply = await callCodeAssist(caller, "retrieveUserQuota", { project }, scope, "reply");
  const buckets: readonly unknown[] = Array.isArray(reply.buckets) ? reply.buckets : [];
  const names = buckets.map((bucket) => (bucket as { modelId?: unknown } | null)?.modelId);
  // A model can have a second bucket with the suffix `_vertex`.
  const models = names.filter((name) => typeof name === "string").map((name) => name.replace(/_vertex$/, ""));
  return [...new Set(models)];
}
