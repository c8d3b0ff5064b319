import type { Platform } from "./platform.ts";

/** This package's version. A test holds it equal to package.json. */
export const version = "0.1.0";

/** What the library calls itself: its own name, never another client's. */
export function identityHeaders({ runtime }: Platform): Readonly<Record<string, string>> {
  if (identity?.runtime !== runtime) {
    const { name, system } = runtime;
    const headers = {
      "user-agent": `gemini-ts/${version} (${name}; ${system})`,
      "x-goog-api-client": `gemini-ts/${version} ${name}`,
    };
    identity = { runtime, headers };
  }
  return identity.headers;
}

/** Every request has them, and a program runs on one runtime. */
let identity: { readonly runtime: Platform["runtime"]; readonly headers: Readonly<Record<string, string>> } | undefined;
