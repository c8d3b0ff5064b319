import type { Platform } from "./platform.ts";

/** This package's version. A test holds it equal to package.json. */
export const version = "0.1.0";

/** What the library calls itself: its own name, never another client's. */
export function identityHeaders(platform: Platform): Readonly<Record<string, string>> {
  const { name, system } = platform.runtime;
  return {
    "user-agent": `gemini-ts/${version} (${name}; ${system})`,
    "x-goog-api-client": `gemini-ts/${version} ${name}`,
  };
}
