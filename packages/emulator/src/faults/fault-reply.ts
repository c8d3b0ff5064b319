import { errorResponse } from "../reply/error-response.ts";
import { streamContentType } from "../reply/stream-reply.ts";
import type { Exchange } from "../server/exchange.ts";
import type { ErrorContext } from "./errors/context.ts";
import { errorReply, plainErrorBody } from "./errors/error-reply.ts";
import type { Fault } from "./fault.ts";

/** The call that a fault answers. */
export interface FaultedCall {
  readonly operation: string;
  readonly context: ErrorContext;
}

/** The reply that a fault puts in the place of the handler's; undefined where the handler is to answer. */
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
    // A stream that is to get its error later is the handler's for now.
    if (fault.errorAfterEvents !== undefined && isStream) return undefined;
    return errorReply(error, fault, context, (refusal) => errorResponse(refusal, operation, searchParams));
  }
  if (status === undefined) return undefined;
  return status < 400 ? wholeReply("", status, type) : errorResponse(plainErrorBody(status), operation, searchParams);
}

function wholeReply(body: string | Uint8Array | object, status: number, type: string): Response {
  // These have no body in HTTP.
  if (status === 204 || status === 205 || status === 304) return new Response(null, { status });
  if (typeof body === "string") return new Response(body, { status, headers: { "content-type": type } });
  if (body instanceof Uint8Array) {
    return new Response(Uint8Array.from(body), { status, headers: { "content-type": type } });
  }
  const json = "application/json; charset=UTF-8";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": json } });
}
