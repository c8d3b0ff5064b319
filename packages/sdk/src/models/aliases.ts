import type { BackendName } from "../wire/backend-name.ts";

/** The short names that stand for a model of a family. */
const aliasNames = ["pro", "flash", "flash-lite"] as const;
type Alias = (typeof aliasNames)[number];

const GOOGLE: Readonly<Record<Alias, string>> = {
  pro: "gemini-3.1-pro-preview",
  flash: "gemini-3.8-flash",
  "flash-lite": "gemini-3.5-flash-lite",
};

/**
 * The models that the aliases stand for: the newest of the family that the backend serves to all its users. Changes
 * only with a release (decision 28).
 */
export const MODEL_ALIASES: Readonly<Record<BackendName, Readonly<Record<Alias, string>>>> = {
  "gemini-api": GOOGLE,
  vertex: GOOGLE,
  // What the Gemini CLI uses for a login without access to previews.
  // https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/config/models.ts
  "code-assist": { pro: "gemini-2.5-pro", flash: "gemini-2.5-flash", "flash-lite": "gemini-2.5-flash-lite" },
};

/** The model that an alias stands for, with or without `models/`; any other name is returned as it is. */
export function resolveAlias(name: string, backend: BackendName): string {
  const bare = name.replace(/^models\//, "");
  const alias = aliasNames.find((one) => one === bare);
  return alias === undefined ? name : MODEL_ALIASES[backend][alias];
}
