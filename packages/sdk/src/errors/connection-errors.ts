import type { GeminiErrorPhase } from "./codes.ts";
import { NOT_CAPABLE } from "./denied.ts";
import type { GeminiErrorFields } from "./error-init.ts";
import { GeminiError } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";
import { type TlsFailure, tlsFailureOf, UNOPENED_TUNNEL } from "./tls-failures.ts";

/** What sends the requests: Node's HTTP client, a `fetch` (the caller's, Bun's or Deno's), or the `fetch` of a browser or edge runtime. */
export type RequestSender = "node" | "fetch" | "web";

/** The option to check and the remedy, by request sender. */
const CONNECTION_REMEDIES: Readonly<Record<RequestSender, readonly [option: string, remedy: string]>> = {
  node: [
    "agent",
    "Check the network and any proxy (option `agent`, or NODE_USE_ENV_PROXY=1 for the one in HTTPS_PROXY), then try again.",
  ],
  fetch: ["fetch", "Check the network and any proxy (option `fetch`), then try again."],
  web: [
    "geminiApi.baseUrl",
    "Check the network, then try again. A browser also reports this if the CORS headers of the server (option `baseUrl` of " +
      "`geminiApi()`) do not allow the page.",
  ],
};

/** For an address that the program or its environment gave. */
const ADDRESS_REMEDY = [
  "baseUrl",
  "Nothing listens at this address, or its host name is unknown: check the address that you set (option `baseUrl` or `endpoint`, or an " +
    "environment variable such as GOOGLE_GEMINI_BASE_URL).",
] as const;

/** Whether the address is the likely cause: it is not Google's, and nothing was found there. */
function isOwnAddress(host: string, reason: string): boolean {
  const name = host.replace(/:\d+$/, "");
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(name)) return reason === "ECONNREFUSED" || reason === "unknown";
  if (isGoogle(host) || !name.includes(".")) return false;
  return reason === "ECONNREFUSED" || reason === "ENOTFOUND";
}

function isGoogle(host: string): boolean {
  return /(?:^|\.)google(?:apis)?\.com(?::443)?$/.test(host);
}

/** The network failed before a response arrived. `reason` is the system's code, such as `ECONNREFUSED`, or `"unknown"`. */
export function connectionFailed(
  host: string,
  phase: GeminiErrorPhase,
  reason: string,
  sender: RequestSender = "node",
): GeminiError {
  const tls = tlsFailureOf(reason);
  const [option, remedy] =
    sender !== "web" && isOwnAddress(host, reason) ? ADDRESS_REMEDY : CONNECTION_REMEDIES[sender];
  const why = reason === "unknown" ? "the runtime gave no reason" : reason;
  return new GeminiError({
    code: "connection_failed",
    phase,
    reason,
    option,
    summary: `The connection to ${host} failed (${why}).`,
    remedy,
    ...(tls ? ofTls(tls, host, reason, option) : {}),
  });
}

/** Deno does not allow the program to connect to this host. `flag`: the flag that would allow it. */
export function connectionDenied(host: string, phase: GeminiErrorPhase, flag: string): GeminiError {
  return new GeminiError({
    code: "connection_failed",
    phase,
    reason: NOT_CAPABLE,
    summary: `Deno does not allow this program to connect to ${host}.`,
    remedy: `Run it with ${flag === "--allow-net" ? `${flag}=${host}` : flag}.`,
  });
}

function ofTls(failure: TlsFailure, host: string, reason: string, option: string) {
  const { ofConnection, variable, atGoogle } = failure;
  const { summary, remedy } = (isGoogle(host) && atGoogle) || failure;
  return {
    summary: `The connection to ${host} failed: it ${summary} (${reason}).`,
    remedy,
    option: ofConnection && option,
    variable,
  };
}

/** The same error for a connection that was closed before TLS was set up. */
export function closedInHandshake(error: GeminiError, host: string): GeminiError {
  const { reason = "unknown" } = error;
  const closed = `The connection to ${host} failed: it was closed before TLS was set up (${reason}).`;
  return error.with({
    summary: reason === "unknown" ? error.summary : closed,
    remedy: `${UNOPENED_TUNNEL} Without a proxy, check the network and the server, then try again.`,
  });
}

/**
 * The same error for an address that another setting names, if nothing was found there. `words` describe the setting in a
 * sentence.
 */
export function atAddress(
  error: GeminiError,
  { words, ...setting }: Pick<GeminiErrorFields, "option" | "variable"> & { readonly words: string },
): GeminiError {
  if (error.code !== "connection_failed" || error.option !== ADDRESS_REMEDY[0]) return error;
  const remedy = `Nothing listens at this address, or its host name is unknown: check the network, and the address in ${words}.`;
  return error.with({ option: undefined, ...setting, remedy });
}

/** The reason if a proxy refused to connect: the code of Node's own proxy support. */
export const PROXY_REFUSED = "ERR_PROXY_TUNNEL";

/** The status of a proxy that requires a login. Google never sends it. */
export const PROXY_LOGIN = 407;

/** A proxy refused to connect to the host, with this status. */
export function proxyRefused(host: string, status: number, sender: RequestSender = "node"): GeminiError {
  const [option] = CONNECTION_REMEDIES[sender];
  const [why, remedy] =
    status === PROXY_LOGIN
      ? [
          "it requires a user name and password",
          "Add them to the address of the proxy: http://user:password@host:port.",
        ]
      : status < 500
        ? [
            "it does not allow this host",
            `Ask whoever runs the proxy to allow it${sender === "web" ? "" : ", or exclude the host with NO_PROXY"}.`,
          ]
        : ["it cannot reach the host", "Try again; if that does not help, check the proxy."];
  return new GeminiError({
    code: "connection_failed",
    phase: "connect",
    reason: PROXY_REFUSED,
    status,
    option,
    variable: "HTTPS_PROXY",
    summary: `The proxy refused the connection to ${host} with status ${status}: ${why}.`,
    remedy,
  });
}

/** The connection to a proxy failed, with the system's code. `proxy`: its host and port. */
export function proxyUnreachable(host: string, proxy: string, reason: string, sender: RequestSender): GeminiError {
  return connectionFailed(host, "connect", reason, sender).with({
    variable: "HTTPS_PROXY",
    summary: `The connection to the proxy ${safeText(proxy)} for ${host} failed (${reason}).`,
    remedy: `Check that the proxy runs at this address${sender === "web" ? "" : ", and the option or variable that names it"}.`,
  });
}

/** One of the library's own deadlines passed. `totalOption`: the option that set the one of the whole call. */
export function deadlinePassed(phase: GeminiErrorPhase, limitMs: number, totalOption = "timeouts.total"): GeminiError {
  const isOwn = phase === "project" || phase === "token" || phase === "credentials";
  const option = isOwn ? undefined : phase === "total" ? totalOption : `timeouts.${phase}`;
  return new GeminiError({
    code: "timeout",
    phase,
    option,
    summary: `${STALLED[phase] ?? "The call took too long: no response"} within ${limitMs} ms.`,
    remedy: option ? `Try again, or raise \`${option}\`.` : "Try again.",
  });
}

const STALLED: Partial<Record<GeminiErrorPhase, string>> = {
  connect: "The connection was not established",
  headers: "Google did not start to respond",
  idle: "The stream stalled: no event",
  total: "The call took too long: no complete response",
  credentials: "Looking for the credentials took too long: nothing was found",
  token: "The login was not renewed: no token",
  project: "Setting up the account took too long: not finished",
};

/** The caller's signal fired, or the caller cancelled the call. Only a signal's reason becomes the error's `cause`. */
export function aborted(phase: GeminiErrorPhase, signal?: { readonly reason: unknown }): GeminiError {
  return new GeminiError({
    code: "aborted",
    phase,
    summary: signal ? "The call was aborted by the caller's signal." : "The call was cancelled.",
    remedy: "`error.partial` holds what was received, if anything.",
    ...(signal ? { cause: signal.reason } : {}),
  });
}

/** The `reason` of {@link abortedAndKept}. */
export const ANSWER_KEPT = "answer_kept";

/** The caller cancelled the stream and kept what was read. Only the `call-end` event has it: the stream does not fail. */
export function abortedAndKept(phase: GeminiErrorPhase): GeminiError {
  return new GeminiError({
    code: "aborted",
    phase,
    reason: ANSWER_KEPT,
    summary: "The call was cancelled.",
    remedy: "The part of the response that was read is kept.",
  });
}

/** The response ended before it was complete. */
export function streamInterrupted(why: string, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "stream_interrupted",
    phase: "body",
    summary: `The response was truncated: ${why}.`,
    remedy: "Try again; `error.partial` holds what was received, if anything.",
    ...more,
  });
}

/** The `reason` of {@link textChanged}. */
export const TEXT_CHANGED = "text_changed";

/** A stream broke and was continued from a checkpoint, but Google generated other text than the reader had got. */
export function textChanged(): GeminiError {
  return streamInterrupted("the stream was continued from its last checkpoint, and the text after that has changed", {
    reason: TEXT_CHANGED,
    option: "retry",
    remedy: "Try again, or set `retry: { restartStreams: true }`; `error.partial` holds what was received.",
  });
}

/** An event of the stream cannot be parsed. */
export function streamMalformed(index: number, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "stream_malformed",
    phase: "body",
    summary: `Event ${index} of the stream is not JSON.`,
    remedy: "A proxy may have changed it; `error.partial` holds what was received before, if anything.",
    ...more,
  });
}

/** The response does not come from the Gemini API: it is HTML, empty, or badly compressed. */
export function responseInvalid(found: string, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "reply",
    summary: `Unexpected response: ${found}.`,
    remedy: "A proxy or sign-in page may be responding in Google's place; check the network and the endpoint.",
    ...more,
  });
}

/** The response has more bytes than allowed. */
export function responseTooLarge(what: string, limit: number, more: Partial<GeminiErrorFields> = {}): GeminiError {
  return new GeminiError({
    code: "response_too_large",
    phase: "body",
    option: "maxResponseBytes",
    summary: `${what} is longer than ${limit} bytes.`,
    remedy: "Request a shorter response, or raise `maxResponseBytes`.",
    ...more,
  });
}

/**
 * The server responded with a redirect. Redirects are never followed, because the token would be sent to the new
 * address.
 */
export function redirectRefused(status: number, host: string, requestId: string | undefined): GeminiError {
  return new GeminiError({
    code: "redirect_refused",
    phase: "reply",
    status,
    requestId,
    summary: `${host} responded with a redirect (${status}), which is not followed because the new address would receive the token.`,
    remedy: "Check the endpoint; a proxy or sign-in page may be responding in Google's place.",
  });
}
