import type { AccessToken } from "../../auth/authorizers.ts";
import { checkEndpoint } from "../../auth/check-endpoint.ts";
import { tokenOf } from "../../auth/cli-login/parse-login.ts";
import { isTokenCache, type TokenCache, unfitTokenCache } from "../../auth/token-cache/token-cache.ts";
import type { OAuthClient } from "../../auth/tokens/oauth-client.ts";
import { conflictingOptions, invalidOption } from "../../errors/option-errors.ts";
import { checkMembers } from "../check-members.ts";

/** How to reach Code Assist. */
export interface CodeAssistOptions {
  /** The Gemini CLI's login file; default `~/.gemini/oauth_creds.json`, `GEMINI_CLI_HOME` in place of `~` where set. */
  credentialsPath?: string | null | undefined;
  /** Project id; default the client's `project`, `GOOGLE_CLOUD_PROJECT`, `GOOGLE_CLOUD_PROJECT_ID`. Google's own answer goes first. */
  project?: string | null | undefined;
  /** A token, or a function asked before every request, instead of a login file. Excludes `credentialsPath`. */
  accessToken?: AccessToken | null | undefined;
  /** Where renewed tokens of a login file are kept beyond the process; default in memory only. Excludes `accessToken`. */
  tokenCache?: TokenCache | null | undefined;
  /** The OAuth client that made the login; default the Gemini CLI's. */
  oauthClient?: Partial<OAuthClient> | null | undefined;
  /** Another server; default `CODE_ASSIST_ENDPOINT`, else Google's. https, or http on loopback. */
  endpoint?: string | null | undefined;
}

const MEMBERS = ["credentialsPath", "project", "accessToken", "tokenCache", "oauthClient", "endpoint"];

/** Throws `invalid_options` and `endpoint_insecure`. */
export function checkCodeAssistOptions(options: CodeAssistOptions): void {
  checkMembers("codeAssist", options, MEMBERS);
  const { credentialsPath, project, accessToken, tokenCache, oauthClient, endpoint } = options;
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
  if (tokenCache != null && !isTokenCache(tokenCache)) {
    throw unfitTokenCache("codeAssist.tokenCache", tokenCache);
  }
  if (accessToken != null && tokenCache != null) {
    throw conflictingOptions(
      "codeAssist.accessToken",
      "codeAssist.tokenCache",
      "a token of yours is never renewed here",
    );
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
