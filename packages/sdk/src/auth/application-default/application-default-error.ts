import { connectionFailed } from "../../errors/connection-errors.ts";
import {
  credentialsFileUnusable,
  defaultCredentialsFailed,
  defaultCredentialsMissing,
} from "../../errors/default-credentials-errors.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { safeText } from "../../errors/safe-text.ts";
import { isRecord } from "../../wire/is-record.ts";
import { kinds } from "./credentials-kind.ts";
import { type CredentialsInUse, refusedCredentials } from "./refused-credentials.ts";
import type { TokenRefusal } from "./token-refusal.ts";

/** The library returned something that is not a token. */
export function tokenMissing({ kind }: CredentialsInUse): GeminiError {
  return defaultCredentialsFailed(kinds[kind], "no_credentials", "the response has no usable access token", {
    remedy: "A proxy or sign-in page may be responding in Google's place; check the network and the credentials file.",
  });
}

/**
 * The error for a private key that cannot be read because its line ends were escaped twice, as happens when a key is
 * copied through an environment variable. undefined if that is not the case.
 */
export function escapedKey({ path, json }: NonNullable<CredentialsInUse["file"]>): GeminiError | undefined {
  const key = json.private_key ?? (isRecord(json.source_credentials) ? json.source_credentials.private_key : undefined);
  if (typeof key !== "string" || !key.includes("\\n")) return undefined;
  return credentialsFileUnusable(
    path,
    "the line ends in its private_key are escaped twice (`\\\\n`)",
    "Write `\\n` for each line end of the private_key, as in the file that Google created, or download a new key.",
  );
}

/** A failure of google-auth-library before it sent a request, or after Google's last response. */
interface LocalFailure {
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
}

interface LocalCause {
  readonly matches: (failure: LocalFailure) => boolean;
  readonly found: string;
  /** Which file cannot be used: the credentials file, or the one with the token that it names. */
  readonly file?: "credentials" | "token";
  readonly variable?: string;
  readonly remedy?: string;
}

/** The first row that matches decides. The library's messages are read but never quoted: they can contain secrets. */
const LOCAL_CAUSES: readonly LocalCause[] = [
  {
    matches: ({ message }) => message.includes("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES"),
    found: "they run a program, which has to be allowed",
    variable: "GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES",
    remedy: "If you trust the credentials file, set GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1.",
  },
  {
    matches: ({ message }) => /executable failed to finish/i.test(message),
    found: "their program did not finish in time",
  },
  {
    matches: ({ message, code }) => /\bexecutable\b/i.test(message) || /^spawn /.test(message) || code === "E2BIG",
    found: "their program failed or returned no usable token",
  },
  {
    matches: ({ message }) => /AWS region/i.test(message),
    found: "the AWS region is not known",
    variable: "AWS_REGION",
  },
  {
    matches: ({ message }) => /\bAWS\b/.test(message),
    found: "no AWS credentials were found",
    variable: "AWS_ACCESS_KEY_ID",
  },
  {
    matches: ({ message }) => /certificate config|CERTIFICATE_CONFIG|leaf certificate|trust chain/i.test(message),
    found: "their client certificate cannot be used",
    variable: "GOOGLE_API_CERTIFICATE_CONFIG",
  },
  {
    matches: ({ message, code }) =>
      /^(?:ENOENT|ENOTDIR|EISDIR)$/.test(code) || /does not exist, or it is not a file/.test(message),
    found: "it does not exist, or is not a regular file",
    file: "token",
  },
  {
    matches: ({ code }) => /^(?:EACCES|EPERM)$/.test(code),
    found: "this user may not read it",
    file: "token",
  },
  {
    // The credentials file is JSON: it has been read before.
    matches: ({ message }) =>
      /unable to parse the subject_token|subject token|not valid JSON|in JSON at|Unexpected (?:token|end of)/i.test(
        message,
      ),
    found: "it has no token, or not in the format that the credentials file names",
    file: "token",
  },
  {
    matches: ({ message, code }) =>
      /^ERR_(?:OSSL|CRYPTO|INVALID_ARG)/.test(code) ||
      /\b(?:DECODER|PEM|private key|asymmetric key|secret or private)\b/i.test(message),
    found: "its private_key is not a valid key in PEM format",
    file: "credentials",
    remedy: "Use the file as Google created it, or create a new key.",
  },
  {
    matches: ({ message }) =>
      /does not contain|must pass in|No valid|should not be set|Expected "|must be specified|Invalid URL/.test(message),
    found: "a member is missing or invalid",
    file: "credentials",
  },
];

/** The typed error for a failure of google-auth-library that no response of Google explains. */
export function localFailure(error: unknown, inUse: CredentialsInUse): GeminiError {
  const failure = factsOf(error);
  if (/Could not load the default credentials/.test(failure.message)) return defaultCredentialsMissing();
  const { kind, file } = inUse;
  const { status, code } = failure;
  // Requests that the library sends by itself: to a metadata server, or with a client certificate.
  if (status !== undefined) {
    return defaultCredentialsFailed(kinds[kind], "no_credentials", `the response has the status ${status}`, { status });
  }
  if (/^E[A-Z]{4,}$|^EAI_/.test(code) && !/^(?:ENOENT|ENOTDIR|EISDIR|EACCES|EPERM|ELOOP|EMFILE|ENFILE)$/.test(code)) {
    return connectionFailed(kinds[kind].name, "token", code);
  }
  const { found, ...cause } = LOCAL_CAUSES.find(({ matches }) => matches(failure)) ?? OTHER_CAUSE;
  const remedy = cause.remedy ?? kinds[kind].remedy;
  if (kind === "other" && file) return credentialsFileUnusable(file.path, UNKNOWN_TYPE);
  if (cause.file === "credentials" && file) return credentialsFileUnusable(file.path, found, remedy);
  const source = file?.json.credential_source;
  const tokenFile = cause.file === "token" && isRecord(source) ? source.file : undefined;
  if (typeof tokenFile === "string") {
    return credentialsFileUnusable(tokenFile, found, remedy).with({
      summary: `The token file ${safeText(tokenFile)} of the default credentials cannot be used: ${found}.`,
    });
  }
  return defaultCredentialsFailed(kinds[kind], "no_credentials", found, {
    phase: "credentials",
    path: file && safeText(file.path),
    remedy,
    ...(cause.variable ? { variable: cause.variable } : {}),
  });
}

const UNKNOWN_TYPE = "its `type` is missing, or not one of Application Default Credentials";

const OTHER_CAUSE: Omit<LocalCause, "matches"> = { found: "they cannot be used" };

function factsOf(error: unknown): LocalFailure {
  const members = isRecord(error) ? error : {};
  const { message, code, status, response } = members;
  const ofResponse = isRecord(response) ? response.status : undefined;
  return {
    message: String(message ?? ""),
    code: typeof code === "string" ? code : "",
    status: [status, ofResponse].find((value) => typeof value === "number"),
  };
}

/**
 * The typed error for a refusal of a token endpoint. The first row that matches decides:
 *
 * | refusal | code, reason |
 * |---|---|
 * | asks to sign in again (`invalid_rapt`, `rapt_required`) | `login_expired`, `reauth_required` |
 * | the time in the request is wrong, or refused while the clock is wrong | `login_expired`, Google's error code |
 * | `invalid_grant` | `login_expired`, `invalid_grant` |
 * | `invalid_client`, `unauthorized_client`, `deleted_client`, `disabled_client` | `oauth_client_rejected`, the error code |
 * | 403 | `permission_denied`, Google's error code |
 * | another | `no_credentials`, Google's error code |
 */
export function refusalError(refusal: TokenRefusal, inUse: CredentialsInUse): GeminiError {
  const { status, host, reason, clockOffsetMs, raw } = refusal;
  const refused = refusedCredentials(inUse, host);
  const known = { status, reason, raw };
  const word = reason ?? `status ${status}`;
  if (refusal.needsReauthentication) {
    return defaultCredentialsFailed(refused, "login_expired", "your organisation requires you to sign in again", {
      ...known,
      reason: "reauth_required",
    });
  }
  const isGrant = reason === "invalid_grant";
  if (refusal.mentionsTime || (isGrant && clockOffsetMs !== undefined && refused.kind !== "user")) {
    return defaultCredentialsFailed(
      refused,
      "login_expired",
      `${host} rejected the time of the request (${word}), ${offBy(clockOffsetMs)}`,
      {
        ...known,
        remedy: "Set this machine's clock, for example by NTP, then try again.",
      },
    );
  }
  const rejected = `${host} rejected them (${word})`;
  if (isGrant) return defaultCredentialsFailed(refused, "login_expired", rejected, known);
  if (/_client$/.test(reason ?? "")) return defaultCredentialsFailed(refused, "oauth_client_rejected", rejected, known);
  if (status === 403)
    return defaultCredentialsFailed(refused, "permission_denied", `${host} denied access (${word})`, known);
  return defaultCredentialsFailed(refused, "no_credentials", rejected, known);
}

function offBy(clockOffsetMs: number | undefined): string {
  if (clockOffsetMs === undefined) return "so this machine's clock may be wrong";
  const minutes = Math.round(Math.abs(clockOffsetMs) / 60_000);
  return `because this machine's clock is ${minutes} minutes ${clockOffsetMs > 0 ? "fast" : "slow"}`;
}
