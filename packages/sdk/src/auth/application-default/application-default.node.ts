import type { GoogleAuth } from "google-auth-library";
import { isGeminiError } from "../../errors/gemini-error.ts";
import { applicationDefaultFailed, dependencyMissing } from "../../errors/sign-in-errors.ts";
import type { AuthHeaders, Authorizer } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import type { ApplicationDefault } from "./application-default.ts";
import { applicationDefaultError } from "./application-default-error.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** A request for a token that is lost must not block later calls. */
const TOKEN_DEADLINE_MS = 10_000;

/** The library turns a response without a token into `Bearer undefined`. */
const BEARER = /^Bearer (?!undefined$)[\x21-\x7e]+$/;

/** Application Default Credentials through google-auth-library, loaded when first needed. */
export function applicationDefault(platform: Platform): ApplicationDefault {
  const library = new SharedWork<GoogleAuth>({ unattended: "continue", keepsResult: true });
  // Calls that need a token at the same time share one request: the library would send one for each of them.
  const token = new SharedWork<AuthHeaders>({
    deadline: { phase: "token", limitMs: TOKEN_DEADLINE_MS },
    unattended: "continue",
    keepsResult: false,
  });
  const authorizer: Authorizer = {
    credentialKind: "default-credentials",
    headers: async (scope) => {
      scope.enterPhase("credentials");
      const auth = await library.join(scope, loadLibrary);
      return token.join(scope, (own) => own.waitFor(requestHeaders(auth, platform)));
    },
  };
  return {
    authorizer,
    project: async (scope) => {
      // First the credentials: if there are none, that is what the user has to know.
      await authorizer.headers(scope);
      const auth = await library.join(scope, loadLibrary);
      return (await scope.waitFor(auth.getProjectId().catch(() => undefined))) ?? undefined;
    },
  };
}

async function loadLibrary(): Promise<GoogleAuth> {
  const { GoogleAuth } = await importLibrary();
  return new GoogleAuth({ scopes: [SCOPE] });
}

/**
 * An optional package is imported inside `try { await import("…") } catch` and in no other form: it is the one that every
 * bundler recognises, so that a build without the package does not fail.
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
async function requestHeaders(auth: GoogleAuth, { clock, environment }: Platform): Promise<AuthHeaders> {
  try {
    const headers = Object.fromEntries(await auth.getRequestHeaders());
    if (!BEARER.test(headers.authorization ?? "")) throw applicationDefaultFailed("there was none.");
    return headers;
  } catch (error) {
    if (isGeminiError(error)) throw error;
    throw applicationDefaultError(error, environment("GOOGLE_APPLICATION_CREDENTIALS"), clock.now());
  }
}
