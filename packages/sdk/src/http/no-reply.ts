import type { GeminiErrorPhase } from "../errors/codes.ts";
import { connectionFailed, type RequestSender, responseInvalid } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { systemCode } from "./system-code.ts";

/** The first byte of a TLS alert. */
const TLS_ALERT = 0x15;

/** Codes of a server that closes the connection instead of responding. */
const CLOSED: readonly string[] = ["ECONNRESET", "UND_ERR_SOCKET"];

/** Returns the typed error for a request without a response. `place`: where it was sent, with its protocol. */
export function noReply(
  error: unknown,
  place: { readonly protocol: string; readonly host: string },
  phase: GeminiErrorPhase,
  sender: RequestSender,
): GeminiError {
  const { host, protocol } = place;
  if (isTlsAlert(error)) return connectionFailed(host, phase, "ERR_SSL_HTTP_REQUEST", sender);
  const code = systemCode(error);
  const unreadable = code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW";
  if (unreadable) return responseInvalid(`not HTTP, or headers too large (${code})`);
  const failed = connectionFailed(host, phase, code, sender);
  // A server for TLS often just closes a connection that begins with plain HTTP.
  if (protocol !== "http:" || phase !== "headers" || !CLOSED.includes(code)) return failed;
  return failed.with({ remedy: `${failed.remedy} If the server expects TLS, use an https:// address.` });
}

/** Whether Node could not parse a response because it is TLS. */
function isTlsAlert(error: unknown): boolean {
  const { rawPacket }: { rawPacket?: unknown } = typeof error === "object" && error !== null ? error : {};
  return rawPacket instanceof Uint8Array && rawPacket[0] === TLS_ALERT && rawPacket[1] === 3;
}
