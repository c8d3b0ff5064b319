import type { GeminiErrorCode } from "./codes.ts";
import type { GeminiErrorFields } from "./error-init.ts";
import { GeminiError } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

const VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

/** A credentials file, or a file that it names, cannot be used. `found` describes it without quoting any of it. */
export function credentialsFileUnusable(
  path: string,
  found: string,
  remedy = `Set ${VARIABLE} to a credentials file, or unset it and run \`gcloud auth application-default login\`.`,
): GeminiError {
  return new GeminiError({
    code: "credentials_unreadable",
    phase: "credentials",
    path: safeText(path),
    variable: VARIABLE,
    summary: `The credentials file ${safeText(path)} cannot be used: ${found}.`,
    remedy,
  });
}

/** The variable holds something else than a path, which may be secret. */
export function credentialsNotAPath(): GeminiError {
  return new GeminiError({
    code: "credentials_unreadable",
    phase: "credentials",
    variable: VARIABLE,
    summary: `${VARIABLE} does not hold a path; it may hold the content of a credentials file.`,
    remedy: `Write the content to a file that only you can read, and set ${VARIABLE} to its path.`,
  });
}

/** There are no Application Default Credentials: neither a file nor a metadata server. */
export function defaultCredentialsMissing(): GeminiError {
  return new GeminiError({
    code: "no_credentials",
    phase: "credentials",
    reason: "nothing_usable",
    variable: VARIABLE,
    option: "accessToken",
    summary: "Application Default Credentials returned no access token: none were found.",
    remedy: `Run \`gcloud auth application-default login\`, set ${VARIABLE}, or pass \`accessToken\`.`,
  });
}

/** Application Default Credentials returned no token. `name` and `remedy` depend on their kind. */
export function defaultCredentialsFailed(
  { name, remedy }: { readonly name: string; readonly remedy: string },
  code: GeminiErrorCode,
  why: string,
  more: Partial<GeminiErrorFields> = {},
): GeminiError {
  return new GeminiError({
    code,
    phase: "token",
    variable: VARIABLE,
    summary: `Application Default Credentials returned no access token: ${name} failed, ${why}.`,
    remedy,
    ...more,
    ...(code === "no_credentials" ? { reason: more.reason ?? "nothing_usable" } : {}),
  });
}
