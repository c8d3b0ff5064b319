import { isGeminiError } from "../errors/gemini-error.ts";
import { noCredentials } from "../errors/sign-in-errors.ts";
import type { Authorizer, Transport } from "../http/send.ts";
import { nameInBrackets } from "../platform/is-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { fitsHeader } from "./credential-rules.ts";
import type { GoogleLogin, SignedIn } from "./tokens/google-login.ts";

/**
 * A token, or a function that returns one. The function is called before every request, so it should cache the token.
 */
export type AccessToken = string | (() => string | Promise<string>);

/** Authorizes with an API key. */
export function apiKeyAuthorizer(apiKey: string): Authorizer {
  const headers = { "x-goog-api-key": apiKey };
  return { credentialKind: "api-key", headers: () => headers };
}

/**
 * Authorizes with one account of a Gemini CLI login: requests that name its project, and those that look it up. If
 * another account has signed in meanwhile, it still uses the last token of this account, and a 401 for that token is
 * final. The last 401 of a call is for a token that Google has just issued, if the login can be renewed.
 */
export function accountAuthorizer(login: GoogleLogin, transport: Transport, account: SignedIn): Authorizer {
  let last = account;
  const isOurs = (renewed: boolean) => renewed && login.generation === account.generation;
  return {
    credentialKind: "gemini-cli-login",
    headers: async (scope) => {
      const now = await login.signIn(transport, scope);
      if (now.generation === account.generation) last = now;
      return bearer(last.accessToken);
    },
    renew: async (refused, scope) => isOurs(await login.renew(tokenOfBearer(refused), transport, scope)),
    renewAgain: async (refused, scope) => isOurs(await login.renewAgain(tokenOfBearer(refused), transport, scope)),
    onRefusal: (refusal, authHeaders) => {
      if (refusal.code === "account_disabled") login.disable(tokenOfBearer(authHeaders), refusal);
    },
  };
}

/**
 * Authorizes with the caller's token. After a 401, a callback is called again, and the request is retried if it returns
 * another token.
 */
export function tokenAuthorizer(token: AccessToken): Authorizer {
  if (typeof token === "string") return { credentialKind: "access-token", headers: async () => bearer(token) };
  const ask = async (scope: CallScope) => {
    scope.enterPhase("credentials");
    const asked = Promise.resolve().then(token).catch(callbackFailed);
    const given = await scope.waitFor(asked);
    if (!fitsHeader(given)) throw withoutToken("returned no valid token");
    return given;
  };
  return {
    credentialKind: "access-token",
    headers: async (scope) => bearer(await ask(scope)),
    renew: async (refused, scope) => {
      const given = await ask(scope);
      return given !== tokenOfBearer(refused) && bearer(given);
    },
  };
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

function tokenOfBearer(headers: Readonly<Record<string, string>>): string {
  return headers.authorization?.slice("Bearer ".length) ?? "";
}

/** Drops the callback's own error, which may contain secrets; a GeminiError is safe to pass on. */
function callbackFailed(error: unknown): never {
  if (isGeminiError(error)) throw error;
  throw withoutToken(`failed${nameInBrackets(error)}`);
}

function withoutToken(how: string) {
  return noCredentials([], "Make it return an access token: printable characters without spaces.").with({
    option: "accessToken",
    summary: `The \`accessToken\` callback ${how}.`,
  });
}
