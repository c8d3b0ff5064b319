import type { Socket } from "node:net";
import { fetchFailed } from "../body-script/body-break.ts";
import { runScript } from "../body-script/run-script.ts";
import { type StreamReply, streamContentType, streamFrames } from "../reply/stream-reply.ts";
import { toResponse } from "../reply/to-response.ts";
import type { Exchange, Handled, Reply } from "../server/exchange.ts";
import { untilAborted } from "../wait.ts";
import { needsContent } from "./content-properties.ts";
import { errorBody } from "./errors/error-reply.ts";
import { errorEvent } from "./errors/write-error.ts";
import type { Fault } from "./fault.ts";
import { faultScript } from "./fault-body.ts";
import { type FaultedCall, faultReply } from "./fault-reply.ts";

/** The call that a fault applies to, and its connection. */
export interface FaultContext extends FaultedCall {
  readonly exchange: Exchange;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Undefined for a call through `emulator.fetch`. */
  readonly socket: Socket | undefined;
  /** Calls the handler of the endpoint. */
  readonly handle: (exchange: Exchange) => Promise<Handled>;
  /** Called if the handler refused the request, so that the fault stays for the next call. */
  readonly onRefusal: () => void;
}

/**
 * Applies a fault to a call. Resolves to `undefined` if the fault broke the connection, so that there is nothing to send. A
 * fault that needs a socket and has none gets a response that says so.
 */
export async function applyFault(fault: Fault, call: FaultContext): Promise<Response | undefined> {
  const { exchange, signal, socket } = call;
  const { state } = exchange;
  const lacking = socket ? undefined : needsSocket(fault);
  if (lacking !== undefined) {
    const problem = `The fault "${lacking}" needs a socket: call the emulator through listen() instead of emulator.fetch.`;
    return call.refuse(problem);
  }
  if (fault.delayMs !== undefined && fault.delayMs > 0) await state.wait(fault.delayMs, signal);
  if (fault.silence === "before-headers") await untilAborted(signal);
  const broken = fault.cutBeforeHeaders ? "cut" : fault.reset === "before-headers" ? "reset" : undefined;
  if (broken) {
    if (socket === undefined) throw fetchFailed(broken);
    if (broken === "cut") socket.destroy();
    else socket.resetAndDestroy();
    return undefined;
  }
  const replaced = faultReply(fault, call, exchange);
  const { reply, isRefusal } = replaced
    ? { reply: replaced, isRefusal: false }
    : await call.handle({ ...exchange, fault });
  if (isRefusal && needsContent(fault)) {
    call.onRefusal();
    return toResponse(reply, state);
  }
  return withHeaders(await withBody(reply, fault, call), fault);
}

async function withBody(reply: Reply, fault: Fault, call: FaultContext): Promise<Response> {
  const { state, headers } = call.exchange;
  const accepts = /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
  const wanted = fault.framing === "truncated-gzip" || fault.gzip || (state.gzip && accepts);
  const gzip = call.socket !== undefined && wanted;
  const frames = await framesOf(reply, fault, call);
  const head =
    reply instanceof Response
      ? { status: reply.status, headers: new Headers(reply.headers) }
      : { status: 200, headers: new Headers({ "content-type": streamContentType(reply), ...reply.headers }) };
  if (frames === undefined) return new Response(null, head);
  // The fault may change the length, and a server may hold headers with a length back until the body starts.
  head.headers.delete("content-length");
  if (gzip) head.headers.set("content-encoding", "gzip");
  return new Response(runScript(faultScript(frames, fault, { paceMs: state.paceMs, gzip }), state.wait), head);
}

async function framesOf(
  reply: Reply,
  fault: Fault,
  call: FaultContext,
): Promise<readonly (string | Uint8Array)[] | undefined> {
  if (!(reply instanceof Response)) {
    const body = () => errorBody(fault.error ?? "internal", fault, call.context);
    return faultFrames(reply, fault, () => errorEvent(body(), fault.errorForm));
  }
  if (reply.body === null) return undefined;
  if (fault.malformedEvent !== undefined) return [half(await reply.text())];
  return [new Uint8Array(await reply.arrayBuffer())];
}

/** The frames of a stream, in which an error event or malformed JSON may stand. */
function faultFrames(reply: StreamReply, fault: Fault, error: () => unknown): readonly string[] {
  const { errorAfterEvents, malformedEvent } = fault;
  const values = errorAfterEvents === undefined ? reply.values : [...reply.values.slice(0, errorAfterEvents), error()];
  const malformed = malformedEvent === undefined ? undefined : Math.min(malformedEvent, values.length - 1);
  return streamFrames({ ...reply, values }, (value, index) => {
    const json = JSON.stringify(value);
    return index === malformed ? half(json) : json;
  });
}

function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

function withHeaders(response: Response, fault: Fault): Response {
  if (fault.retryAfter !== undefined) response.headers.set("retry-after", String(fault.retryAfter));
  if (fault.contentType !== undefined) response.headers.set("content-type", fault.contentType);
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.headers.set(name, value);
  return response;
}

function needsSocket({ framing, gzip }: Fault): string | undefined {
  return framing === undefined ? (gzip ? "gzip" : undefined) : "framing";
}
