import type { BackendName } from "../wire/backend-name.ts";
import { MODEL_ALIASES } from "./aliases.ts";

/**
 * The model to call if neither the option `model` nor `GEMINI_MODEL` names one. Changes only with a release (decision 12).
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 */
export const DEFAULT_MODELS: Readonly<Record<BackendName, string>> = {
  // The fallback model of the Gemini CLI with this login.
  "code-assist": MODEL_ALIASES["code-assist"].pro,
  "gemini-api": MODEL_ALIASES["gemini-api"].flash,
  vertex: MODEL_ALIASES.vertex.flash,
};
