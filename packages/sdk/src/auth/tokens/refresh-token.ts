import { atAddress, redirectRefused } from "../../errors/connection-errors.ts";
import { GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { tokenResponseInvalid } from "../../errors/sign-in-errors.ts";
import { readRefusal, readText } from "../../http/read-body.ts";
import { isRedirect, type Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { identityHeaders } from "../../platform/version.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { TokenReply } from "../../wire/login.ts";
import { tokenOf } from "../cli-login/parse-login.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { TOKEN_URL, tokenRefusal } from "./token-refusal.ts";
import { withTokenRetries } from "./token-retries.ts";

/** A token response is about 2 kB. */
const LONGEST_TOKEN_REPLY = 1024 * 1024;

const TOKEN_URL_WORDS = `\`${TOKEN_URL.option}\` or ${TOKEN_URL.variable}`;

/** A renewed login. */
export interface RenewedToken {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Set if Google replaced the refresh token. */
  readonly refreshToken: string | undefined;
}

/**
 * Exchanges a refresh token for an access token, with up to two retries (token-retries.ts). Fails with the errors of
 * token-refusal.ts, `token_response_invalid`, or a connection error. No message quotes the response, which can echo the
 * request; only `raw` has it, without the secrets of the request.
 * @see https://datatracker.ietf.org/doc/html/rfc6749#section-6
 */
export function refreshToken(
  token: string,
  client: OAuthClient,
  platform: Platform,
  transport: Transport,
  scope: CallScope,
): Promise<RenewedToken> {
  const renewal = withTokenRetries(() => exchange(token, client, platform, transport, scope), platform, scope);
  return renewal.catch((error) => {
    throw isGeminiError(error) ? atAddress(error, { ...TOKEN_URL, words: TOKEN_URL_WORDS }) : error;
  });
}

async function exchange(
  token: string,
  client: OAuthClient,
  platform: Platform,
  transport: Transport,
  scope: CallScope,
): Promise<RenewedToken> {
  const form = new URLSearchParams({
    refresh_token: token,
    client_id: client.clientId,
    client_secret: client.clientSecret,
    grant_type: "refresh_token",
  });
  const response = await transport.sendUnsigned(
    {
      operation: "token",
      backend: "oauth",
      method: "POST",
      url: client.tokenUrl,
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
        ...identityHeaders(platform),
      },
      body: [form.toString()],
      secrets: [token, client.clientSecret],
    },
    scope,
  );
  const { status, header, redact } = response;
  if (isRedirect(response)) {
    response.body.discard();
    throw redirectRefused(status, new URL(client.tokenUrl).host, undefined);
  }
  if (status !== 200) {
    const body = await readRefusal(response, scope);
    throw tokenRefusal({ status, body, header, redact, url: client.tokenUrl, now: platform.clock.now() });
  }
  let reply: unknown;
  try {
    reply = JSON.parse(await readText(response, scope, LONGEST_TOKEN_REPLY));
  } catch (error) {
    if (error instanceof GeminiError && error.code !== "response_too_large") throw error;
    throw tokenResponseInvalid("it is not JSON", status);
  }
  return checkedReply(reply, status, platform.clock.now());
}

function checkedReply(reply: unknown, status: number, now: number): RenewedToken {
  if (typeof reply !== "object" || reply === null) throw tokenResponseInvalid("it is not an object", status);
  const members = new Map<string, unknown>(Object.entries(reply));
  const member = (name: keyof TokenReply) => members.get(name);
  const accessToken = tokenOf(member("access_token"));
  if (accessToken === undefined) throw tokenResponseInvalid("it has no usable access_token", status);
  const given = member("expires_in");
  // Some token endpoints of other makers write the number as a string.
  const expiresIn = typeof given === "string" && /^\d{1,9}$/.test(given) ? Number(given) : given;
  if (typeof expiresIn !== "number" || !Number.isFinite(expiresIn) || expiresIn <= 0) {
    throw tokenResponseInvalid("its expires_in is not a number of seconds above 0", status);
  }
  return { accessToken, expiresAt: now + expiresIn * 1_000, refreshToken: tokenOf(member("refresh_token")) };
}
