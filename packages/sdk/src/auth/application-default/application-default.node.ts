import type { GoogleAuth } from "google-auth-library";
import { platform } from "#platform";
import { isGeminiError } from "../../errors/gemini-error.ts";
import { applicationDefaultFailed, dependencyMissing } from "../../errors/sign-in-errors.ts";
import type { Authorizer } from "../../http/send.ts";
import type { ApplicationDefault } from "./application-default.ts";
import { applicationDefaultError } from "./application-default-error.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** What the library makes of a reply without a token is `Bearer undefined`. */
const SIGNATURE = /^Bearer (?!undefined$)[\x21-\x7e]+$/;

type Headers = Readonly<Record<string, string>>;

/** Application Default Credentials through google-auth-library, loaded when first needed. */
export function applicationDefault(): ApplicationDefault {
  let auth: Promise<GoogleAuth> | undefined;
  let signing: Promise<Headers> | undefined;

  const load = () => {
    auth ??= importLibrary().then(
      ({ GoogleAuth }) => new GoogleAuth({ scopes: [SCOPE] }),
      (error) => {
        auth = undefined;
        throw error;
      },
    );
    return auth;
  };

  /** Shared by all who ask at once: the library would ask the token endpoint for each. */
  const sign = (now: number) => {
    signing ??= requestHeaders(load, now).finally(() => {
      signing = undefined;
    });
    return signing;
  };

  const authorizer: Authorizer = {
    signedBy: "default-credentials",
    headers: (scope) => {
      scope.enter("credentials");
      return scope.race(sign(scope.clock.now()));
    },
  };
  return {
    authorizer,
    project: async (scope) => {
      // First the credentials: without any, that is what the user has to hear.
      await authorizer.headers(scope);
      const auth = await scope.race(load());
      return (await scope.race(auth.getProjectId().catch(() => undefined))) ?? undefined;
    },
  };
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

/** The token, and the quota project where the credentials name one. */
async function requestHeaders(load: () => Promise<GoogleAuth>, now: number): Promise<Headers> {
  try {
    const headers = Object.fromEntries(await (await load()).getRequestHeaders());
    if (!SIGNATURE.test(headers.authorization ?? "")) throw applicationDefaultFailed("there was none.");
    return headers;
  } catch (error) {
    if (isGeminiError(error)) throw error;
    throw applicationDefaultError(error, platform.environment("GOOGLE_APPLICATION_CREDENTIALS"), now);
  }
}
