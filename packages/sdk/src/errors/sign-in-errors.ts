import { isWeb } from "#is-web";
import type { GeminiErrorPhase } from "./codes.ts";
import type { GeminiErrorFields } from "./error-init.ts";
import { GeminiError } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

/** Mentions the options as well as the variables, because a variable has no effect if an option selected the login. */
const OTHER_BACKENDS = isWeb
  ? "use other credentials: `backend: geminiApi({ apiKey })` (a key from https://aistudio.google.com/apikey), or `vertex()`"
  : 'use other credentials: `backend: "gemini-api"` with GEMINI_API_KEY (a key from ' +
    'https://aistudio.google.com/apikey), or `backend: "vertex"` (Vertex AI)';

/**
 * There are no credentials. The reason is `nothing_usable` (the chosen backend lacks what it needs) unless `more` sets
 * `nothing_found` (no backend was chosen, and no credentials were found for any).
 */
export function noCredentials(
  lookedFor: readonly string[],
  remedy: string,
  more: Partial<GeminiErrorFields> = {},
): GeminiError {
  return new GeminiError({
    code: "no_credentials",
    phase: "credentials",
    reason: "nothing_usable",
    summary: `No Google credentials were found. Looked for: ${lookedFor.join("; ")}.`,
    remedy,
    ...more,
  });
}

/** No credentials in a browser or an edge runtime, which have neither environment variables nor login files. */
export function noCredentialsOnWeb(reason: "nothing_found" | "nothing_usable"): GeminiError {
  return noCredentials(
    ["the options `apiKey` and `backend`; this runtime has no environment variables and no login files"],
    "Create a key at https://aistudio.google.com/apikey and pass it: `new GeminiClient({ apiKey })`, or " +
      "`backend: geminiApi({ apiKey })`. Anyone who opens a web page can read a key in it.",
    { reason, option: "apiKey" },
  );
}

/** If true, the Gemini CLI stores its login in an encrypted file instead of the system's key chain. */
const FILE_STORAGE_VARIABLE = "GEMINI_FORCE_FILE_STORAGE";

/** There is no login file, and no encrypted store beside it. `keyChainRemedy`: what to do if the key chain may hold it. */
export function loginFileMissing(path: string, keyChainRemedy?: string): GeminiError {
  return noCredentials(
    [`the Gemini CLI login file ${path}, and its encrypted store`],
    keyChainRemedy ??
      `Sign in with the Gemini CLI (run \`gemini\`), check \`credentialsPath\` if you passed one, or ${OTHER_BACKENDS}.`,
    { path, option: "credentialsPath", variable: keyChainRemedy && FILE_STORAGE_VARIABLE },
  );
}

/**
 * The login file exists but cannot be used. `found` describes it without quoting any of it. `remedy`: what to do, unless
 * it is to sign in again.
 */
export function credentialsUnreadable(
  path: string,
  { found, remedy, variable }: { readonly found: string; readonly remedy?: string; readonly variable?: string },
): GeminiError {
  return new GeminiError({
    code: "credentials_unreadable",
    phase: "credentials",
    path: safeText(path),
    option: "credentialsPath",
    variable,
    summary: `The login file ${safeText(path)} cannot be used: ${found}.`,
    remedy:
      remedy ??
      `Sign in again with the Gemini CLI (run \`gemini\`), pass another \`credentialsPath\`, or ${OTHER_BACKENDS}.`,
  });
}

/** The login no longer works, and the library cannot renew it. */
export function loginExpired(why: string, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "login_expired",
    phase: "token",
    summary: `The Google login has expired: ${why}.`,
    remedy: isWeb
      ? `Pass a new \`accessToken\`, or ${OTHER_BACKENDS}.`
      : "Sign in again with the Gemini CLI (run `gemini`), pass the new login file if you passed a `credentialsPath`, " +
        `or ${OTHER_BACKENDS}.`,
    ...more,
  });
}

/** Google rejected the OAuth client's id or secret. */
export function oauthClientRejected(status: number, reason: string): GeminiError {
  return new GeminiError({
    code: "oauth_client_rejected",
    phase: "token",
    status,
    reason,
    option: "oauthClient",
    variable: "GEMINI_TS_OAUTH_CLIENT_ID",
    summary: `Google's token endpoint rejected the OAuth client (${reason}).`,
    remedy:
      "Check `oauthClient` or GEMINI_TS_OAUTH_CLIENT_ID and _SECRET: a login works only with the client that created it.",
  });
}

/** The token endpoint responded with 200 but without a usable token. `found` never quotes the response. */
export function tokenResponseInvalid(found: string, status: number): GeminiError {
  return new GeminiError({
    code: "token_response_invalid",
    phase: "token",
    status,
    option: "oauthClient.tokenUrl",
    variable: "GEMINI_TS_OAUTH_TOKEN_URL",
    summary: `The token endpoint returned no valid token: ${found}.`,
    remedy:
      "A proxy or sign-in page may be responding in Google's place; check the network and `oauthClient.tokenUrl`.",
  });
}

/** Google has disabled the account. */
export function accountDisabled(more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "account_disabled",
    phase: "reply",
    variable: "GEMINI_API_KEY",
    summary: "Google has disabled this service for the account, because of a violation of its terms.",
    remedy:
      "Appeal to Google. The terms of the Gemini CLI do not allow other software to use its login; the supported ways are " +
      `an API key (${isWeb ? "`geminiApi({ apiKey })`" : "GEMINI_API_KEY"}, from https://aistudio.google.com/apikey) and Vertex AI.`,
    ...more,
  });
}

/**
 * The URL would receive a token without encryption, or hides its real host. `name`: an environment variable, or an
 * option in backticks.
 */
export function endpointInsecure(name: string, why: string): GeminiError {
  const option = /^`(.+)`$/.exec(name)?.[1];
  return new GeminiError({
    code: "endpoint_insecure",
    phase: "options",
    option,
    variable: option === undefined ? name : undefined,
    summary: `${name} was rejected before a token was sent: ${why}.`,
    remedy: "Use an https URL without user name and password; http is allowed for localhost only.",
  });
}

/** An optional package is not installed. */
export function dependencyMissing(
  name: string,
  purpose: string,
  install: string,
  phase: GeminiErrorPhase = "credentials",
): GeminiError {
  return new GeminiError({
    code: "dependency_missing",
    phase,
    summary: `${purpose} needs the package ${name}, which is not installed or cannot be loaded.`,
    remedy: `Run: ${install}`,
  });
}
