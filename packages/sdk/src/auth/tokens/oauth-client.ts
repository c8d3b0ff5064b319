import type { Platform } from "../../platform/platform.ts";
import { checkEndpoint } from "../check-endpoint.ts";

/** An OAuth client and its token endpoint. */
export interface OAuthClient {
  /** The client id. */
  clientId: string;
  /** The client secret; not secret for an installed app. */
  clientSecret: string;
  /** The token endpoint; default `https://oauth2.googleapis.com/token`. */
  tokenUrl: string;
}

/**
 * The OAuth client of the Gemini CLI, as published in its source: a login can be renewed only by the client that
 * created it. Google documents that the secret of an installed app is not treated as a secret.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/oauth2.ts
 * @see https://developers.google.com/identity/protocols/oauth2#installed
 */
const GEMINI_CLI_CLIENT: OAuthClient = {
  clientId: "681255809395-oo8ft2oprdrnp9e3aqf6av3hmdib135j.apps.googleusercontent.com",
  clientSecret: "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",
  tokenUrl: "https://oauth2.googleapis.com/token",
};

/** An OAuth client, and whether option or variables chose it. A client in the login file replaces one that is not chosen. */
export interface ResolvedOAuthClient extends OAuthClient {
  isChosen: boolean;
}

/**
 * The client to use: from the options, else from the variables `GEMINI_TS_OAUTH_CLIENT_ID`,
 * `GEMINI_TS_OAUTH_CLIENT_SECRET` and `GEMINI_TS_OAUTH_TOKEN_URL`, else the Gemini CLI's.
 */
export function resolveOAuthClient(
  given: Partial<OAuthClient> | null | undefined,
  platform: Platform,
): ResolvedOAuthClient {
  const { environment } = platform;
  const chosenId = given?.clientId ?? environment("GEMINI_TS_OAUTH_CLIENT_ID");
  const chosenSecret = given?.clientSecret ?? environment("GEMINI_TS_OAUTH_CLIENT_SECRET");
  const tokenUrl = given?.tokenUrl ?? environment("GEMINI_TS_OAUTH_TOKEN_URL") ?? GEMINI_CLI_CLIENT.tokenUrl;
  return {
    clientId: chosenId ?? GEMINI_CLI_CLIENT.clientId,
    clientSecret: chosenSecret ?? GEMINI_CLI_CLIENT.clientSecret,
    isChosen: chosenId !== undefined || chosenSecret !== undefined,
    tokenUrl: checkEndpoint(given?.tokenUrl ? "`oauthClient.tokenUrl`" : "GEMINI_TS_OAUTH_TOKEN_URL", tokenUrl),
  };
}
