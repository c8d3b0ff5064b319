/** `oauth_creds.json`. The Gemini CLI writes it in place and without a lock. */
export interface LoginFile {
  access_token?: string;
  refresh_token?: string;
  token_type?: string;
  scope?: string;
  id_token?: string;
  /** Milliseconds since 1970. */
  expiry_date?: number;
  /** The OAuth client that created the login; only in files of other programs. */
  client_id?: string;
  client_secret?: string;
}

/**
 * The token endpoint's response to a refresh.
 * @see https://developers.google.com/identity/protocols/oauth2/native-app#offline
 */
export interface TokenReply {
  access_token: string;
  /** Seconds. */
  expires_in: number;
  refresh_token?: string;
}
