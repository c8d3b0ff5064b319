import { sharedState } from "./shared-state.ts";

/** This package's version. A test compares it with package.json. */
export const version = "0.1.0";

/** Headers that identify this library, never another client. Created once, because every request sends them. */
export const identityHeaders = sharedState(
  ({ runtime: { name, system } }): Readonly<Record<string, string>> => ({
    "user-agent": `gemini-ts/${version} (${name}; ${system})`,
    "x-goog-api-client": `gemini-ts/${version} ${name}`,
  }),
);
