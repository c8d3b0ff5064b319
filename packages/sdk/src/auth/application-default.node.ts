import type { GoogleAuth } from "google-auth-library";
import { applicationDefaultFailed, dependencyMissing } from "../errors/sign-in-errors.ts";
import type { Authorizer } from "../transport/send.ts";
import type { ApplicationDefault } from "./application-default.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** Application Default Credentials through google-auth-library, loaded when first needed. */
export function applicationDefault(): ApplicationDefault {
  let library: Promise<GoogleAuth> | undefined;
  const load = () => {
    library ??= import("google-auth-library").then(
      ({ GoogleAuth }) => new GoogleAuth({ scopes: [SCOPE] }),
      () => {
        library = undefined;
        throw dependencyMissing(
          "google-auth-library",
          "Signing in to Vertex AI with Application Default Credentials",
          "npm install google-auth-library@10 (or pass `accessToken` or `apiKey` to vertex())",
        );
      },
    );
    return library;
  };
  const authorizer: Authorizer = {
    signedBy: "bearer",
    headers: async (scope) => {
      scope.enter("credentials");
      const auth = await scope.race(load());
      const token = await scope.race(auth.getAccessToken().catch((error: unknown) => failed(error)));
      if (!token) throw applicationDefaultFailed("the library returned none.");
      return { authorization: `Bearer ${token}` };
    },
  };
  return {
    authorizer,
    project: async (scope) => {
      const auth = await scope.race(load());
      return (await scope.race(auth.getProjectId().catch(() => undefined))) ?? undefined;
    },
  };
}

function failed(error: unknown): never {
  const message = error instanceof Error ? error.message : "unknown reason";
  // The library's first sentence; what follows can quote a reply.
  throw applicationDefaultFailed(message.split(/[.\n{]/, 1)[0] ?? message);
}
