import { parseLoosely } from "../../refusals/parse-loosely.ts";
import { isRecord } from "../../wire/is-record.ts";

/** The error of a token endpoint. */
export interface OAuthError {
  /**
   * OAuth's error code, such as `invalid_grant`, or the status of a Google API, such as `PERMISSION_DENIED`. It is too
   * short and simple to contain a secret.
   */
  readonly word: string | undefined;
  /** Whether Google Workspace requires the user to sign in again: `invalid_rapt` or `rapt_required`. */
  readonly needsReauthentication: boolean;
  /** Only to be read, never to be quoted: it can echo the request. */
  readonly description: string;
}

/**
 * Reads the body of a token endpoint's error response.
 * @see https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
 */
export function oauthErrorOf(body: string): OAuthError {
  const value = parseLoosely(body);
  const members = isRecord(value) ? value : {};
  const { error, error_subtype: subtype, error_description: described } = members;
  const google = isRecord(error) ? error : {};
  const description = text(described) || text(google.message);
  return {
    word: wordOf(error) ?? wordOf(google.status),
    needsReauthentication: /\b(?:invalid_rapt|rapt_required)\b/.test(`${text(error)} ${text(subtype)} ${description}`),
    description,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z_]{1,40}$/.test(value) ? value : undefined;
}
