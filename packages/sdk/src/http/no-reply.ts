import type { GeminiErrorPhase } from "../errors/codes.ts";
import {
  closedInHandshake,
  connectionDenied,
  connectionFailed,
  PROXY_REFUSED,
  proxyRefused,
  proxyUnreachable,
  type RequestSender,
  responseInvalid,
} from "../errors/connection-errors.ts";
import { deniedFlag } from "../errors/denied.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { systemCode } from "./system-code.ts";

/** The first byte of a TLS alert. */
const TLS_ALERT = 0x15;

/** Codes of a server that closes the connection instead of responding. */
const CLOSED: readonly string[] = ["ECONNRESET", "UND_ERR_SOCKET"];

/** Where a request was sent. */
export interface Place {
  /** `http:` or `https:`. */
  readonly protocol: string;
  /** Host and port. */
  readonly host: string;
}

/** Returns the typed error for a request without a response. */
export function noReply(error: unknown, place: Place, phase: GeminiErrorPhase, sender: RequestSender): GeminiError {
  const { host, protocol } = place;
  const denied = deniedFlag(error);
  if (denied !== undefined) return connectionDenied(host, phase, denied);
  if (isTlsAlert(error)) return connectionFailed(host, phase, "ERR_SSL_HTTP_REQUEST", sender);
  const proxyStatus = statusOfProxy(error);
  if (proxyStatus !== undefined) return proxyRefused(host, proxyStatus, sender);
  const code = systemCode(error);
  const unreadable = code.startsWith("HPE_") || code === "UND_ERR_HEADERS_OVERFLOW";
  if (unreadable) return responseInvalid(`not HTTP, or headers too large (${code})`);
  const proxy = otherPlace(error, place);
  if (proxy !== undefined) return proxyUnreachable(host, proxy, code, sender);
  const failed = connectionFailed(host, phase, code, sender);
  if (protocol === "https:" && isHandshake(error, code, phase)) return closedInHandshake(failed, host);
  // A server for TLS often just closes a connection that begins with plain HTTP.
  if (protocol !== "http:" || phase !== "headers" || !CLOSED.includes(code)) return failed;
  return failed.with({ remedy: `${failed.remedy} If the server expects TLS, use an https:// address.` });
}

/** The members that Node and undici give to errors of sockets and proxies. */
interface SocketError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly syscall?: unknown;
  readonly hostname?: unknown;
  readonly address?: unknown;
  readonly port?: unknown;
  readonly cause?: unknown;
  /** What Node's HTTP parser could not read. */
  readonly rawPacket?: unknown;
}

function membersOf(error: unknown): SocketError {
  return typeof error === "object" && error !== null ? error : {};
}

/** The status with which a proxy refused to connect: Node's own support has it as a member, undici in a message. */
function statusOfProxy(error: unknown, depth = 0): number | undefined {
  const { code, statusCode, message, cause } = membersOf(error);
  if (code === PROXY_REFUSED) return typeof statusCode === "number" ? statusCode : 502;
  const status = code === "UND_ERR_ABORTED" ? /^Proxy response \((\d{3})\)/.exec(String(message))?.[1] : undefined;
  if (status !== undefined) return Number(status);
  return cause === undefined || depth > 3 ? undefined : statusOfProxy(cause, depth + 1);
}

/** What Node and undici say if a connection closes before TLS is set up; the code is that of any reset. */
const CLOSED_IN_HANDSHAKE = /before secure TLS connection was established/;

/** Whether the other side closed the connection before TLS was set up. Agents for proxies fail without a code. */
function isHandshake(error: unknown, code: string, phase: GeminiErrorPhase): boolean {
  if (phase === "connect") return CLOSED.includes(code) || code === "unknown";
  return CLOSED.includes(code) && isSaid(CLOSED_IN_HANDSHAKE, error);
}

function isSaid(words: RegExp, error: unknown, depth = 0): boolean {
  const { message, cause } = membersOf(error);
  return words.test(String(message)) || (cause !== undefined && depth < 3 && isSaid(words, cause, depth + 1));
}

/** The host and port where connecting failed, if it is not where the request was sent: a proxy. */
function otherPlace(error: unknown, { protocol, host }: Place): string | undefined {
  const { syscall, hostname, address, port, cause } = membersOf(error);
  if (syscall === undefined && cause !== undefined) return otherPlace(cause, { protocol, host });
  const url = new URL(`${protocol}//${host}`);
  if (syscall === "getaddrinfo" && typeof hostname === "string")
    return hostname === url.hostname ? undefined : hostname;
  const ownPort = url.port || (protocol === "https:" ? "443" : "80");
  if (syscall !== "connect" || typeof port !== "number" || String(port) === ownPort) return undefined;
  return `${String(address)}:${port}`;
}

/** Whether Node could not parse a response because it is TLS. */
function isTlsAlert(error: unknown): boolean {
  const { rawPacket } = membersOf(error);
  return rawPacket instanceof Uint8Array && rawPacket[0] === TLS_ALERT && rawPacket[1] === 3;
}
