import { isWeb } from "#is-web";
import type { ErrorLink, GeminiErrorFields } from "./error-init.ts";
import { GeminiError } from "./gemini-error.ts";
import { quoting, safeText } from "./safe-text.ts";

const USE_VERTEX = isWeb
  ? "Vertex AI (`backend: vertex({ project, accessToken })`)"
  : "Vertex AI (GOOGLE_GENAI_USE_VERTEXAI=true)";

const OTHER_BACKENDS = `Use an API key (${isWeb ? "`backend: geminiApi({ apiKey })`" : "GEMINI_API_KEY"}, from https://aistudio.google.com/apikey) or ${USE_VERTEX}; the same code works with both.`;

const SET_UP = isWeb ? "Sign in with this account at https://codeassist.google" : "Run the Gemini CLI (`gemini`)";

/** A refusal of the account, as Google sent it. */
export interface GoogleRefusal {
  /** Google's machine-readable reason, such as `"UNSUPPORTED_LOCATION"`. */
  readonly reason: string | undefined;
  readonly message: string;
  readonly links: readonly ErrorLink[];
}

/** The account needs a project, and neither Google nor the caller named one. */
export function projectRequired(): GeminiError {
  return new GeminiError({
    code: "project_required",
    phase: "project",
    option: "project",
    variable: "GOOGLE_CLOUD_PROJECT",
    summary: "This account needs a Google Cloud project, but none is set.",
    remedy: `${isWeb ? "Set" : "Set GOOGLE_CLOUD_PROJECT or"} the option \`project\` to the project's id.`,
  });
}

/** The given Google Cloud project cannot be used. */
export function projectInvalid(why: string, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "project_invalid",
    phase: "options",
    option: "project",
    variable: "GOOGLE_CLOUD_PROJECT",
    summary: `The Google Cloud project cannot be used: ${why}.`,
    remedy: "Use the project's id (such as my-project-123), not its number.",
    ...more,
  });
}

/** Google does not know the configured project. `named`: its id, and the setting that it comes from. */
export function projectUnknown(
  error: GeminiError,
  { id, option, variable }: { readonly id?: string | undefined } & Pick<GeminiErrorFields, "option" | "variable">,
): GeminiError {
  const setting = option === undefined ? variable : `the option \`${option}\``;
  return error.with({
    code: "permission_denied",
    option,
    variable,
    summary: `${error.summary} The project "${safeText(id ?? "")}" was named by ${setting}.`,
    remedy: "The project does not exist, or was deleted: check its id, or unset it if the account needs none.",
  });
}

/** Code Assist has no plan for the account. */
export function ineligibleTier(reasonCode: string | undefined, message: string): GeminiError {
  return new GeminiError({
    code: "ineligible_tier",
    phase: "project",
    reason: reasonCode,
    googleMessage: safeText(message) || undefined,
    variable: "GEMINI_API_KEY",
    summary: `Gemini Code Assist has no plan for this account${quoting(message)}`,
    remedy: OTHER_BACKENDS,
  });
}

/** Google requires the owner to verify the account first. */
export function validationRequired(message: string, links: readonly ErrorLink[]): GeminiError {
  const link = links[0]?.url;
  return new GeminiError({
    code: "validation_required",
    phase: "project",
    reason: "VALIDATION_REQUIRED",
    links,
    summary: `Google requires this account to be verified${quoting(message)}`,
    remedy: link ? `Open ${link} in a browser, then try again.` : `${SET_UP} and follow its steps.`,
  });
}

/** The account has no Code Assist licence. Google's words say which one, and sometimes what to do about it. */
export function licenseRequired(message: string, more: Partial<GeminiErrorFields>): GeminiError {
  return new GeminiError({
    code: "license_required",
    phase: "reply",
    variable: "GEMINI_API_KEY",
    summary: `This account has no Gemini Code Assist Standard or Enterprise licence${quoting(message)}`,
    remedy: OTHER_BACKENDS,
    ...more,
  });
}

/** Google has rejected individual accounts with this login since June 2026. */
export function clientUnsupported(more: Partial<GeminiErrorFields>): GeminiError {
  return new GeminiError({
    code: "client_unsupported",
    phase: "reply",
    variable: "GEMINI_API_KEY",
    summary: "Google no longer accepts the Gemini CLI login of individual accounts.",
    remedy: OTHER_BACKENDS,
    ...more,
  });
}

/**
 * Google does not offer the service in the region that the request came from.
 * @see https://ai.google.dev/gemini-api/docs/available-regions
 */
export function regionUnsupported(message: string, more: Partial<GeminiErrorFields>): GeminiError {
  return new GeminiError({
    code: "region_unsupported",
    phase: "reply",
    variable: "GOOGLE_GENAI_USE_VERTEXAI",
    summary: `Google does not offer this service in the region that this request came from${quoting(message)}`,
    remedy: `Call from a supported region (https://ai.google.dev/gemini-api/docs/available-regions; a proxy's or VPN's location counts), enable billing if only the free tier is unavailable, or use ${USE_VERTEX}.`,
    ...more,
  });
}

/** Onboarding ended with an error. */
export function onboardingFailed(why: string, more: Partial<GeminiErrorFields> = {}): GeminiError {
  const error = new GeminiError({
    code: "onboarding_failed",
    phase: "project",
    variable: "GEMINI_API_KEY",
    summary: `Setting up the account for Gemini Code Assist failed${quoting(why)}`,
    remedy: `${SET_UP}${isWeb ? "" : " once"}, or use an API key.`,
    ...more,
  });
  if (!error.retryable) return error;
  return error.with({ remedy: `Try again in a minute. If that does not help: ${error.remedy}` });
}
