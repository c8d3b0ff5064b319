import type { GeminiErrorPhase } from "./codes.ts";
import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";

/** The network failed before a reply came. `reason` is the system's code, such as `ECONNREFUSED`. */
export function connectionFailed(host: string, phase: GeminiErrorPhase, reason: string): GeminiError {
  const certificate = /CERT|SSL|TLS|SIGNED|SIGNATURE|ALTNAME|INVALID_CA/.test(reason);
  return new GeminiError({
    code: "connection_failed",
    phase,
    reason,
    retryable: !certificate,
    summary: `The connection to ${host} failed (${reason}).`,
    remedy: certificate
      ? "The certificate is not trusted: give an `agent` with your certificate authority, or set NODE_EXTRA_CA_CERTS."
      : "Check the network and any proxy (option `agent`), then try again.",
  });
}

/** One of our own deadlines passed. */
export function deadlinePassed(phase: GeminiErrorPhase, limitMs: number): GeminiError {
  const option = phase === "project" || phase === "token" ? undefined : phase;
  return new GeminiError({
    code: "timeout",
    phase,
    retryable: true,
    summary: `No ${AWAITED[phase] ?? "answer"} within ${limitMs} ms.`,
    remedy: option ? `Try again, or raise \`timeouts.${option}\`.` : "Try again.",
  });
}

const AWAITED: Partial<Record<GeminiErrorPhase, string>> = {
  connect: "connection",
  headers: "reply",
  idle: "further event of the stream",
  total: "complete answer",
  token: "token",
  project: "finished account set-up",
};

/** The caller's signal fired, or the caller cancelled. Only a signal's reason becomes the cause. */
export function aborted(phase: GeminiErrorPhase, signal?: { readonly reason: unknown }): GeminiError {
  return new GeminiError({
    code: "aborted",
    phase,
    summary: signal ? "The call was aborted by the caller's signal." : "The call was cancelled.",
    remedy: "Nothing was added to the conversation.",
    ...(signal ? { cause: signal.reason } : {}),
  });
}

/** The reply stopped before it was whole. */
export function streamInterrupted(why: string, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "stream_interrupted",
    phase: "body",
    retryable: true,
    summary: `The answer was cut off: ${why}.`,
    remedy: "Send the message again; what had come, if anything, is in `error.partial`.",
    ...more,
  });
}

/** An event of the stream cannot be read. */
export function streamMalformed(index: number, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "stream_malformed",
    phase: "body",
    retryable: true,
    summary: `Event ${index} of the stream is not JSON.`,
    remedy: "A proxy may have changed it; what came before, if anything, is in `error.partial`.",
    ...more,
  });
}

/** A reply that is no answer: HTML, nothing at all, broken compression. */
export function responseInvalid(found: string, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "reply",
    retryable: true,
    summary: `The reply is not an answer of the Gemini API: ${found}.`,
    remedy: "A proxy or sign-in page may answer in Google's place; check the network and the endpoint.",
    ...more,
  });
}

/** More bytes than the caller allows. */
export function responseTooLarge(what: string, limit: number, more: Partial<GeminiErrorInit> = {}): GeminiError {
  return new GeminiError({
    code: "response_too_large",
    phase: "body",
    summary: `${what} is longer than ${limit} bytes.`,
    remedy: "Ask for less, or raise `maxResponseBytes`.",
    ...more,
  });
}

/** Redirects are never followed: the token would go along. */
export function redirectRefused(status: number, host: string, requestId: string | undefined): GeminiError {
  return new GeminiError({
    code: "redirect_refused",
    phase: "reply",
    status,
    requestId,
    summary: `${host} answered with a redirect (${status}), which is not followed, since the token would go along.`,
    remedy: "Check the endpoint; a proxy or sign-in page may answer in Google's place.",
  });
}
