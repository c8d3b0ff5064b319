import type { BackendName } from "../wire/backend-name.ts";

/**
 * The model to call if neither the option `model` nor `GEMINI_MODEL` names one. Changes only with a release (decision 12).
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 */
export const DEFAULT_MODELS: Readonly<Record<BackendName, string>> = {
  // The fallback model of the Gemini CLI with this login.
  "code-assist": "gemini-2.5-pro",
  "gemini-api": "gemini-3.8-flash",
  vertex: "gemini-3.8-flash",
};
