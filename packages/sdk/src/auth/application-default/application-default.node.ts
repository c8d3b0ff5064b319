import type { AuthClient, GoogleAuth } from "google-auth-library";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { applicationDefaultFailed, dependencyMissing } from "../../errors/sign-in-errors.ts";
import type { AuthHeaders, Authorizer } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import type { ApplicationDefault } from "./application-default.ts";
import { applicationDefaultError } from "./application-default-error.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** A token request without a response must not block later calls. */
const TOKEN_DEADLINE_MS = 10_000;

/** Credentials that were found, and the library that found them. */
interface Credentials {
  readonly auth: GoogleAuth;
  readonly client: AuthClient;
}

/** The library turns a response without a token into `Bearer undefined`. */
const BEARER = /^Bearer (?!undefined$)[\x21-\x7e]+$/;

/** Application Default Credentials through google-auth-library, loaded when first needed. */
export function applicationDefault(platform: Platform): ApplicationDefault {
  // No deadline: the library reads files and may start gcloud, which takes seconds on a busy machine.
  const credentials = new SharedWork<Credentials>({ unattended: "continue", keepsResult: true });
  // Calls that need a token at the same time share one request; otherwise, the library would send one for each.
  const token = new SharedWork<AuthHeaders>({
    deadline: { phase: "token", limitMs: TOKEN_DEADLINE_MS },
    unattended: "continue",
    keepsResult: false,
  });
  const load = () => loadCredentials(platform);
  const authorizer: Authorizer = {
    credentialKind: "default-credentials",
    headers: async (scope) => {
      scope.enterPhase("credentials");
      const { client } = await credentials.join(scope, load);
      return token.join(scope, (own) => own.waitFor(requestHeaders(client, platform)));
    },
  };
  return {
    authorizer,
    project: async (scope) => {
      // First check the credentials: if there are none, the error must say so.
      await authorizer.headers(scope);
      const { auth } = await credentials.join(scope, load);
      return (await scope.waitFor(auth.getProjectId().catch(() => undefined))) ?? undefined;
    },
  };
}

async function loadCredentials(platform: Platform): Promise<Credentials> {
  const { GoogleAuth } = await importLibrary();
  const auth = new GoogleAuth({ scopes: [SCOPE] });
  try {
    return { auth, client: await auth.getClient() };
  } catch (error) {
    throw asTypedError(error, platform);
  }
}

/**
 * An optional package must be imported as `try { await import("…") } catch`, the only form that every bundler
 * recognises, so that a build without the package does not fail.
 */
async function importLibrary() {
  try {
    return await import("google-auth-library");
  } catch {
    throw dependencyMissing(
      "google-auth-library",
      "Signing in to Vertex AI with Application Default Credentials",
      "npm install google-auth-library@10 (or pass `accessToken` or `apiKey` to vertex())",
    );
  }
}

/** The headers with the token, and with the quota project if the credentials name one. */
async function requestHeaders(client: AuthClient, platform: Platform): Promise<AuthHeaders> {
  try {
    const headers = Object.fromEntries(await client.getRequestHeaders());
    if (!BEARER.test(headers.authorization ?? "")) throw applicationDefaultFailed("the response has none.");
    return headers;
  } catch (error) {
    throw isGeminiError(error) ? error : asTypedError(error, platform);
  }
}

function asTypedError(error: unknown, { clock, environment }: Platform): GeminiError {
  return applicationDefaultError(error, environment("GOOGLE_APPLICATION_CREDENTIALS"), clock.now());
}
