import { type ErrorLink, GeminiError, type GeminiErrorInit } from "./gemini-error.ts";
import { quoting } from "./safe-text.ts";

const SUPPORTED_WAYS =
  "Use an API key (GEMINI_API_KEY, from https://aistudio.google.com/apikey) or Vertex AI (GOOGLE_GENAI_USE_VERTEXAI=true); the same code works with both.";

/** A refusal as Google puts it. */
export interface SpokenRefusal {
  /** Its word for programs, such as `"UNSUPPORTED_LOCATION"`. */
  readonly reason: string | undefined;
  readonly message: string;
  readonly links: readonly ErrorLink[];
}

/** Google names no project and the caller gave none. */
export function projectRequired(): GeminiError {
  return new GeminiError({
    code: "project_required",
    phase: "project",
    summary: "This account needs a Google Cloud project, and none is known.",
    remedy: "Set GOOGLE_CLOUD_PROJECT or the option `project` to the project's id.",
  });
}

/** A project that cannot be one. */
export function projectInvalid(why: string, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "project_invalid",
    phase: "options",
    summary: `The Google Cloud project is not usable: ${why}.`,
    remedy: "Give the project's id (such as my-project-123), not its number.",
    ...more,
  });
}

/** No plan of Code Assist is open to the account. */
export function ineligibleTier(reasonCode: string | undefined, message: string): GeminiError {
  return new GeminiError({
    code: "ineligible_tier",
    phase: "project",
    reason: reasonCode,
    summary: `Gemini Code Assist has no plan for this account${quoting(message)}`,
    remedy: SUPPORTED_WAYS,
  });
}

/** Google wants to see the account's owner first. */
export function validationRequired(message: string, links: readonly ErrorLink[]): GeminiError {
  const link = links[0]?.url;
  return new GeminiError({
    code: "validation_required",
    phase: "project",
    reason: "VALIDATION_REQUIRED",
    links,
    summary: `Google asks to verify this account${quoting(message)}`,
    remedy: link ? `Open ${link} in a browser, then try again.` : "Run the Gemini CLI (`gemini`) and follow its steps.",
  });
}

/** No Code Assist licence. */
export function licenseRequired(more: Partial<GeminiErrorInit>): GeminiError {
  return new GeminiError({
    code: "license_required",
    phase: "reply",
    summary: "This account has no Gemini Code Assist Standard or Enterprise licence.",
    remedy: SUPPORTED_WAYS,
    ...more,
  });
}

/** Since June 2026 individuals are refused on this login. */
export function clientUnsupported(more: Partial<GeminiErrorInit>): GeminiError {
  return new GeminiError({
    code: "client_unsupported",
    phase: "reply",
    summary: "Google no longer serves individual accounts on the Gemini CLI login.",
    remedy: SUPPORTED_WAYS,
    ...more,
  });
}

/**
 * Google does not offer the service where the request came from.
 * @see https://ai.google.dev/gemini-api/docs/available-regions
 */
export function regionUnsupported(message: string, more: Partial<GeminiErrorInit>): GeminiError {
  return new GeminiError({
    code: "region_unsupported",
    phase: "reply",
    summary: `Google does not offer this service where the request came from${quoting(message)}`,
    remedy:
      "Run it in a place of https://ai.google.dev/gemini-api/docs/available-regions (a proxy or VPN on the way counts with its own), enable billing where only the free tier is missing, or use Vertex AI (GOOGLE_GENAI_USE_VERTEXAI=true).",
    ...more,
  });
}

/** Onboarding ended, and not well. */
export function onboardingFailed(why: string, reason?: string): GeminiError {
  return new GeminiError({
    code: "onboarding_failed",
    phase: "project",
    reason,
    retryable: true,
    summary: `Setting up the account for Gemini Code Assist failed${quoting(why)}`,
    remedy: "Try again in a minute, run the Gemini CLI (`gemini`) once, or use an API key.",
  });
}
