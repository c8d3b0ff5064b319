import { sharedState } from "./shared-state.ts";

/** This package's version. A test holds it equal to package.json. */
export const version = "0.1.0";

/** Headers that name this library, never another client. Made once: every request has them. */
export const identityHeaders = sharedState(
  ({ runtime: { name, system } }): Readonly<Record<string, string>> => ({
    "user-agent": `gemini-ts/${version} (${name}; ${system})`,
    "x-goog-api-client": `gemini-ts/${version} ${name}`,
  }),
);
