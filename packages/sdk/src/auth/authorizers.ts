import { applicationDefaultFailed } from "../errors/sign-in-errors.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { Authorizer, Transport } from "../transport/send.ts";
import type { GoogleLogin } from "./google-login.ts";
import { tokenOf } from "./parse-login.ts";

/** A token, or a function that gives one whenever asked: it is asked for every request, and keeps its own cache. */
export type AccessToken = string | (() => string | Promise<string>);

/** Signs with an API key. */
export function apiKeyAuthorizer(apiKey: string): Authorizer {
  return { signedBy: "api-key", headers: async () => ({ "x-goog-api-key": apiKey }) };
}

/** Signs with the Gemini CLI's login. */
export function loginAuthorizer(login: GoogleLogin, transport: Transport): Authorizer {
  return {
    signedBy: "bearer",
    headers: async (scope) => bearer(await login.accessToken(transport, scope)),
    renew: (refused, scope) => login.renew(tokenOfBearer(refused), transport, scope),
  };
}

/** Signs with the caller's token. A callback is asked again after a 401; the request is repeated if the token differs. */
export function tokenAuthorizer(token: AccessToken): Authorizer {
  if (typeof token === "string") return { signedBy: "bearer", headers: async () => bearer(token) };
  const ask = async (scope: CallScope) => {
    scope.enter("credentials");
    const given = tokenOf(await scope.race(Promise.resolve().then(token)));
    if (given === undefined) throw applicationDefaultFailed("the `accessToken` callback gave no token.");
    return given;
  };
  return {
    signedBy: "bearer",
    headers: async (scope) => bearer(await ask(scope)),
    renew: async (refused, scope) => (await ask(scope)) !== tokenOfBearer(refused),
  };
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

function tokenOfBearer(headers: Readonly<Record<string, string>>): string {
  return headers.authorization?.slice("Bearer ".length) ?? "";
}
