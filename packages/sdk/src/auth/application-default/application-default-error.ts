import { connectionFailed } from "../../errors/connection-errors.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { applicationDefaultFailed, loginExpired } from "../../errors/sign-in-errors.ts";
import { apiError } from "../../refusals/api-error.ts";

const REMEDY =
  "Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS, or pass `accessToken` or `apiKey`.";

/**
 * The typed error for a failure of google-auth-library. Its message is read but never quoted: it can contain a token
 * endpoint's response, which may echo the request, or parts of a credentials file.
 */
export function applicationDefaultError(error: unknown, credentialsFile: string | undefined, now: number): GeminiError {
  const { message, code, status } = factsOf(error);
  if (/Could not load the default credentials/.test(message)) return applicationDefaultFailed("none were found.");
  const refused = /\b(?:invalid_grant|invalid_rapt|invalid_client|unauthorized_client)\b/.exec(message)?.[0];
  if (refused !== undefined) {
    return loginExpired(`Google rejected the default credentials (${refused})`, {
      reason: refused,
      status,
      variable: "GOOGLE_APPLICATION_CREDENTIALS",
      remedy: REMEDY,
    });
  }
  if (status !== undefined && (status === 429 || status >= 500)) {
    return apiError({
      status,
      body: "",
      header: () => undefined,
      credentialKind: "default-credentials",
      now,
      phase: "token",
    });
  }
  if (/credential file/.test(message) && credentialsFile !== undefined) {
    return applicationDefaultFailed(`the file of GOOGLE_APPLICATION_CREDENTIALS, ${credentialsFile}, cannot be used.`);
  }
  if (code !== undefined && /^E[A-Z_]{2,40}$/.test(code)) {
    return connectionFailed("the token endpoint of the default credentials", "token", code);
  }
  return applicationDefaultFailed(
    status === undefined ? "they cannot be used." : `the token endpoint responded with ${status}.`,
  );
}

function factsOf(error: unknown) {
  const members: { message?: unknown; code?: unknown; status?: unknown } =
    typeof error === "object" && error !== null ? error : {};
  return {
    message: String(members.message ?? ""),
    code: typeof members.code === "string" ? members.code : undefined,
    status: typeof members.status === "number" ? members.status : undefined,
  };
}
