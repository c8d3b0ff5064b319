import type { GeminiErrorPhase } from "./codes.ts";
import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

/** Not the variable alone: it changes nothing where an option has chosen the login. */
const OTHER_WAYS =
  'choose another sign-in: `backend: "gemini-api"` with GEMINI_API_KEY (a key from ' +
  'https://aistudio.google.com/apikey), or `backend: "vertex"` (Vertex AI)';

/**
 * Nothing to sign in with: `nothing_found` where no way was chosen and none is there, `nothing_usable` where the chosen way
 * lacks what it needs.
 */
export function noCredentials(
  lookedFor: readonly string[],
  remedy: string,
  reason: "nothing_found" | "nothing_usable" = "nothing_usable",
): GeminiError {
  return new GeminiError({
    code: "no_credentials",
    phase: "credentials",
    reason,
    summary: `No Google sign-in was found. Looked for: ${lookedFor.join("; ")}.`,
    remedy,
  });
}

/** There is no login file, and no encrypted store beside it. */
export function loginFileMissing(path: string, remedy?: string): GeminiError {
  return noCredentials(
    [`the Gemini CLI login file ${path}, and its encrypted store`],
    remedy ??
      `Sign in with the Gemini CLI (run \`gemini\`), check \`credentialsPath\` where you gave one, or ${OTHER_WAYS}.`,
  );
}

/** A login file that is there and cannot be used. `found` describes it without quoting a byte of it. */
export function credentialsUnreadable(path: string, found: string, remedy?: string): GeminiError {
  return new GeminiError({
    code: "credentials_unreadable",
    phase: "credentials",
    summary: `The login file ${safeText(path)} cannot be used: ${found}.`,
    remedy:
      remedy ??
      `Sign in again with the Gemini CLI (run \`gemini\`), give another \`credentialsPath\`, or ${OTHER_WAYS}.`,
  });
}

/** The login no longer works and cannot be renewed here. */
export function loginExpired(why: string, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "login_expired",
    phase: "token",
    summary: `The Google login has expired: ${why}.`,
    remedy:
      "Sign in again with the Gemini CLI (run `gemini`), give the new login file where you gave a `credentialsPath`, " +
      `or ${OTHER_WAYS}.`,
    ...more,
  });
}

/** The OAuth client id or secret was refused. */
export function oauthClientRejected(status: number, reason: string): GeminiError {
  return new GeminiError({
    code: "oauth_client_rejected",
    phase: "token",
    status,
    reason,
    summary: `Google's token endpoint refused the OAuth client (${reason}).`,
    remedy:
      "Check `oauthClient` or GEMINI_TS_OAUTH_CLIENT_ID and _SECRET: a login works only with the client that made it.",
  });
}

/** The token endpoint said yes and sent no usable token. `found` never quotes the reply. */
export function tokenResponseInvalid(found: string, status: number): GeminiError {
  return new GeminiError({
    code: "token_response_invalid",
    phase: "token",
    status,
    retryable: true,
    summary: `The token endpoint answered with something that is no token: ${found}.`,
    remedy: "A proxy or sign-in page may answer in Google's place; check the network and `oauthClient.tokenUrl`.",
  });
}

/** The account is switched off by Google. */
export function accountDisabled(more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "account_disabled",
    phase: "reply",
    summary: "Google has disabled this service for the account, for violation of its terms.",
    remedy:
      "Appeal to Google. The terms of the Gemini CLI do not allow other software on its login; the supported ways are " +
      "an API key (GEMINI_API_KEY, from https://aistudio.google.com/apikey) and Vertex AI.",
    ...more,
  });
}

/** A token would have travelled in the clear or to a host named by a trick. */
export function endpointInsecure(name: string, why: string): GeminiError {
  return new GeminiError({
    code: "endpoint_insecure",
    phase: "options",
    summary: `${name} was refused before a token was sent: ${why}.`,
    remedy: "Give an https URL without user info; plain http is accepted on loopback only.",
  });
}

/** An optional package is not installed. */
export function dependencyMissing(name: string, purpose: string, install: string): GeminiError {
  return new GeminiError({
    code: "dependency_missing",
    phase: "credentials",
    summary: `${purpose} needs the package ${name}, which is not installed or cannot be loaded.`,
    remedy: `Run: ${install}`,
  });
}

/** Google's libraries found no Application Default Credentials, or could not renew them. */
export function applicationDefaultFailed(why: string, phase: GeminiErrorPhase = "credentials"): GeminiError {
  return new GeminiError({
    code: "no_credentials",
    phase,
    reason: "nothing_usable",
    summary: `Application Default Credentials gave no access token: ${safeText(why)}`,
    remedy: "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or pass `accessToken`.",
  });
}
