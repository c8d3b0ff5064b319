import { errorResponse } from "../reply/error-response.ts";
import { invalidArgument } from "../reply/google-error.ts";
import { streamContentType } from "../reply/stream-reply.ts";
import type { Exchange } from "../server/exchange.ts";
import type { ErrorContext } from "./errors/context.ts";
import { errorReply, plainErrorBody } from "./errors/error-reply.ts";
import type { Fault } from "./fault.ts";

/** What a fault has to know of its call. */
export interface FaultedCall {
  readonly operation: string;
  /** Reports that the fault cannot be applied: returns the response that says so. */
  readonly refuse: (problem: string) => Response;
  readonly context: ErrorContext;
}

/** The reply of a fault that replaces the handler's; `undefined` if the handler replies. */
export function faultReply(
  fault: Fault,
  { operation, context }: FaultedCall,
  exchange: Exchange,
): Response | undefined {
  const { status, body, error } = fault;
  const { searchParams } = exchange.url;
  const isStream = operation === "streamGenerateContent";
  const type = isStream ? streamContentType({ alt: searchParams.get("alt") }) : "text/plain; charset=UTF-8";
  if (body !== undefined) return wholeReply(body, status ?? 200, type);
  if (fault.echo) return wholeReply(exchange.bodyText, status ?? 400, type);
  if (error !== undefined) {
    // The handler starts a stream that fails later.
    if (fault.errorAfterEvents !== undefined && isStream) return undefined;
    return errorReply(error, fault, context, (body) => errorResponse(body, operation, searchParams));
  }
  if (status === undefined) return undefined;
  return status < 400 ? wholeReply("", status, type) : errorResponse(plainErrorBody(status), operation, searchParams);
}

/**
 * Reports a mistake in how a test sets up the emulator, as the response to a call. With status 400, because clients retry a 500
 * and would never show the message.
 */
export function mistakeReply(message: string, operation: string, { url }: Exchange): Response {
  return errorResponse(invalidArgument(`Set-up of the emulator: ${message}`).body, operation, url.searchParams);
}

function wholeReply(body: string | Uint8Array | object, status: number, type: string): Response {
  // HTTP allows no body with these.
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status });
  if (typeof body === "string") return new Response(body, { status, headers: { "content-type": type } });
  // Not `instanceof`: in jsdom, bytes of Node are of another realm.
  if (ArrayBuffer.isView(body)) {
    const bytes = new Uint8Array(body.byteLength);
    bytes.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
    return new Response(bytes, { status, headers: { "content-type": type } });
  }
  const json = "application/json; charset=UTF-8";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": json } });
}
