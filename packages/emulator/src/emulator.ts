import type { EmulatorCall } from "./call.ts";
import type { FaultOrFunction, FaultRule } from "./faults/fault-rules.ts";
import type { CallMatcher, RequestMatcher } from "./faults/matcher.ts";

/** How long a fake login lasts. */
export interface LoginOptions {
  /** Milliseconds until the access token expires; 0 or less: it has expired already. 3,599,000 unless told. */
  readonly expiresInMs?: number;
}

/** A login in the shape of the official command-line client's `oauth_creds.json`. */
export interface Login {
  /** Accepted until it expires or is revoked. */
  readonly access_token: string;
  /** Accepted by the token endpoint until it is revoked. */
  readonly refresh_token: string;
  /** How the access token is sent. */
  readonly token_type: "Bearer";
  /** The granted scopes, parted by spaces. */
  readonly scope: string;
  /** Milliseconds since 1970. */
  readonly expiry_date: number;
}

/** An offline Google: the OAuth endpoints, Code Assist, the Gemini API and Vertex AI on one origin. */
export interface Emulator {
  /** Answers without a socket. Any host will do, and the function can be passed on as a client's `fetch`. */
  readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
  /**
   * Listens on 127.0.0.1 and resolves to the URL, without a slash at the end.
   *
   * @param port 0 (the default) takes any free one.
   * @throws Error when it listens already, or where the port cannot be had.
   */
  listen(port?: number): Promise<string>;
  /** The URL. @throws Error while it does not listen. */
  readonly url: string;
  /** Everything received so far, oldest first. */
  readonly calls: readonly EmulatorCall[];
  /**
   * Has the next request answered with a fault: the next `generateContent` or `streamGenerateContent`, unless the matcher says
   * which. Several queue up, and come before the rules of `on()`. The fault takes the request whatever it asks for.
   *
   * @throws Error for a fault or matcher with a member that is unknown, wrong or contradicts another.
   */
  next(fault: FaultOrFunction, matcher?: RequestMatcher): void;
  /**
   * Has every request that the matcher fits answered with a fault, until the rule is removed. Of several rules the newest that
   * gives a fault wins; each counts all the requests that it fits.
   *
   * @throws Error as `next()`.
   */
  on(matcher: CallMatcher, fault: FaultOrFunction): FaultRule;
  /** Forgets queued faults, rules and their counters, and what was used of the quotas. Logins and `calls` stay. */
  reset(): void;
  /** A new login that this emulator accepts. Its tokens say `fake`. */
  login(options?: LoginOptions): Login;
  /** Makes an access or refresh token unusable: calls get 401, the token endpoint answers `invalid_grant`. */
  revoke(token: string): void;
  /** Has every access token that was given out so far expire now: calls get 401, and a refresh brings a new one. */
  expireTokens(): void;
  /** Shuts the account out for good: its calls, and the token endpoint, answer 403 with Google's words on its terms. */
  disableAccount(): void;
  /** Stops listening and ends open sockets. Safe to call twice; the emulator can listen again afterwards. */
  close(): Promise<void>;
  /** `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
