import type { AccessToken } from "../../auth/authorizers.ts";
import { endpointRule } from "../../auth/check-endpoint.ts";
import { accessTokenRule, loginPathRule, oauthClientPartRule, projectRule } from "../../auth/credential-rules.ts";
import { type TokenCache, tokenCacheRule } from "../../auth/token-cache/token-cache.ts";
import type { OAuthClient } from "../../auth/tokens/oauth-client.ts";
import { membersRule, type OptionRule } from "../../validation/option-rule.ts";
import type { OptionSet } from "../../validation/option-table.ts";

/** Options of `codeAssist()`. */
export interface CodeAssistOptions {
  /**
   * Path of the Gemini CLI's login file.
   * @default `~/.gemini/oauth_creds.json`, with `GEMINI_CLI_HOME` in place of `~` if that is set
   */
  credentialsPath?: string | null | undefined;
  /**
   * Project id. A project that Google assigned to the account is used instead.
   * @default the client's `project`, `GOOGLE_CLOUD_PROJECT`, else `GOOGLE_CLOUD_PROJECT_ID`
   */
  project?: string | null | undefined;
  /** A token, or a function that is called before every request and returns one. Excludes `credentialsPath` and `tokenCache`. */
  accessToken?: AccessToken | null | undefined;
  /**
   * Stores renewed tokens of the login file for later processes. Excludes `accessToken`.
   * @default in memory only
   */
  tokenCache?: TokenCache | null | undefined;
  /**
   * The OAuth client that created the login.
   * @default the Gemini CLI's
   */
  oauthClient?: Partial<OAuthClient> | null | undefined;
  /**
   * The URL of another server: https, or http on loopback.
   * @default `CODE_ASSIST_ENDPOINT`, else Google's
   */
  endpoint?: string | null | undefined;
}

const oauthClientRules: Readonly<Record<keyof OAuthClient, OptionRule>> = {
  clientId: oauthClientPartRule,
  clientSecret: oauthClientPartRule,
  tokenUrl: endpointRule,
};

/** The rules and conflicts of {@link CodeAssistOptions}. */
export const codeAssistOptions: OptionSet<CodeAssistOptions> = {
  owner: "codeAssist",
  table: {
    credentialsPath: loginPathRule,
    project: projectRule,
    accessToken: accessTokenRule,
    tokenCache: { ...tokenCacheRule, copied: false },
    oauthClient: {
      ...membersRule(`an object with ${Object.keys(oauthClientRules).join(", ")}`, oauthClientRules),
      copied: true,
    },
    endpoint: endpointRule,
  },
  conflicts: [
    { between: ["accessToken", "credentialsPath"], why: "each is a complete sign-in" },
    { between: ["accessToken", "tokenCache"], why: "the library does not renew tokens that you pass" },
  ],
};
