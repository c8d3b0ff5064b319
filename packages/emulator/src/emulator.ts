/// <reference lib="esnext.disposable" preserve="true" />
import type { EmulatorCall } from "./call.ts";
import type { CallMatcher, RequestMatcher } from "./faults/matcher.ts";
import type { FaultOrFunction, FaultRule } from "./faults/rule.ts";
import type { RuntimeRequest, RuntimeRequestInit, RuntimeResponse, RuntimeUrl } from "./runtime-types.ts";

/** Options of a fake login. */
export interface LoginOptions {
  /**
   * Milliseconds until the access token expires. A token with 0 or less has already expired.
   *
   * @default 3_599_000
   */
  readonly expiresInMs?: number;
}

/** A login in the shape of the official command-line client's `oauth_creds.json`. */
export interface Login {
  /** Valid until it expires or is revoked. */
  readonly access_token: string;
  /** Valid until it is revoked. */
  readonly refresh_token: string;
  /** How the access token is sent. */
  readonly token_type: "Bearer";
  /** The granted scopes, separated by spaces. */
  readonly scope: string;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiry_date: number;
}

/** An offline Google: the OAuth endpoints, Code Assist, the Gemini API and Vertex AI on one origin. */
export interface Emulator {
  /** A `fetch` that answers without a socket, whatever the host. Pass it to a client as its `fetch`. */
  readonly fetch: (input: RuntimeRequest | string | RuntimeUrl, init?: RuntimeRequestInit) => Promise<RuntimeResponse>;
  /**
   * Listens on 127.0.0.1 and resolves to the URL, without a trailing slash.
   *
   * @param port 0, the default, chooses a free port.
   * @throws Error if it already listens, or if the port is not available or not a whole number from 0 to 65535.
   */
  listen(port?: number): Promise<string>;
  /** The URL. @throws Error if it does not listen. */
  readonly url: string;
  /** All calls received so far, oldest first; `clearCalls()` empties it. Preflights of browsers are not among them. */
  readonly calls: readonly EmulatorCall[];
  /** Empties `calls`, even for those who hold the array. The counts of rules and quotas stay. */
  clearCalls(): void;
  /**
   * Scripts the answer to the next `generateContent` or `streamGenerateContent`, or to the next request that matches, or applies a
   * fault to it. An array scripts the next requests, one each. Answers of several `next()` calls queue up, and come
   * before the rules of `on()`.
   *
   * @throws Error for a fault or matcher with a property that is unknown, invalid or contradicts another.
   */
  next(fault: FaultOrFunction | readonly FaultOrFunction[], matcher?: RequestMatcher): void;
  /**
   * Scripts the answer to every request that matches, or applies a fault to it, until the rule is removed. Answers with content
   * (such as `text`) are for `generateContent` and `streamGenerateContent` only, whatever else matches. An array answers the
   * matching requests one after the other; then the rule no longer applies. If several rules match, the newest that returns a fault
   * wins; each counts all matching requests.
   *
   * @throws Error like `next()`.
   */
  on(matcher: CallMatcher, fault: FaultOrFunction | readonly FaultOrFunction[]): FaultRule;
  /**
   * Checks, at the end of a test, that everything scripted was used: what `next()` queued, all members of an array, and rules with
   * `times` (so often) or a number as `call` (once). Also that no call was refused because of the script: because of
   * the option `unscripted`, because a function of the test threw or returned something invalid, or because a fault
   * cannot be applied. Removed rules do not count.
   *
   * @throws Error that lists what was not used and which calls were refused, with the first failure of a function as its `cause`.
   */
  assertAllUsed(): void;
  /** Removes queued faults and rules, forgets refused calls, resets the quotas, and numbers ids from 1 again. Logins and `calls` stay. */
  reset(): void;
  /** Creates a login that this emulator accepts. Its tokens contain `fake`. @throws Error for an unknown or invalid option. */
  login(options?: LoginOptions): Login;
  /** Revokes an access or refresh token: calls get a 401, the token endpoint returns `invalid_grant`. */
  revoke(token: string): void;
  /** Expires all access tokens issued so far: calls get a 401, and a refresh returns a new token. */
  expireTokens(): void;
  /** Disables the account for good: its calls, and the token endpoint, return Google's 403 for a violation of its terms. */
  disableAccount(): void;
  /** Stops listening and closes open sockets. May be called twice; the emulator can listen again afterwards. */
  close(): Promise<void>;
  /** `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}
