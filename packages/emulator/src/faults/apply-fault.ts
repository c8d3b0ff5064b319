import type { Socket } from "node:net";
import { fetchFailed } from "../body-script/body-break.ts";
import { runScript } from "../body-script/run-script.ts";
import { streamContentType } from "../reply/stream-reply.ts";
import type { Exchange, Reply } from "../server/exchange.ts";
import { untilAborted } from "../wait.ts";
import { errorBody } from "./errors/error-reply.ts";
import { errorEvent } from "./errors/write-error.ts";
import type { Fault } from "./fault.ts";
import { faultScript } from "./fault-body.ts";
import { faultFrames, half } from "./fault-frames.ts";
import { type FaultedCall, faultReply } from "./fault-reply.ts";
import { scriptProblem } from "./script-problem.ts";

/** Where a fault happens. */
export interface FaultScene extends FaultedCall {
  readonly exchange: Exchange;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** The connection, when there is one. */
  readonly socket: Socket | undefined;
  /** Lets the handler answer. */
  readonly handle: (exchange: Exchange) => Promise<Reply>;
}

/**
 * Answers a call with a fault. Undefined: the connection is broken, and there is nothing to answer. A fault that needs a socket
 * is answered with a refusal that says so where there is none.
 */
export async function applyFault(fault: Fault, scene: FaultScene): Promise<Response | undefined> {
  const { exchange, operation, signal, socket } = scene;
  const { state } = exchange;
  const lacking = socket ? undefined : needsSocket(fault);
  if (lacking !== undefined) {
    const problem = `The fault "${lacking}" needs a socket: call the emulator through listen() instead of emulator.fetch.`;
    return scriptProblem(problem, operation, exchange);
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
  const reply = faultReply(fault, scene, exchange) ?? (await scene.handle({ ...exchange, fault }));
  return withHeaders(await withBody(reply, fault, scene), fault);
}

async function withBody(reply: Reply, fault: Fault, scene: FaultScene): Promise<Response> {
  const { state, headers } = scene.exchange;
  const accepts = /\bgzip\b/.test(headers.get("accept-encoding") ?? "");
  const wanted = fault.framing === "truncated-gzip" || fault.gzip || (state.gzip && accepts);
  const gzip = scene.socket !== undefined && wanted;
  const travel = { paceMs: state.paceMs, gzip };
  const frames = await framesOf(reply, fault, scene);
  const head =
    reply instanceof Response
      ? { status: reply.status, headers: new Headers(reply.headers) }
      : { status: 200, headers: new Headers({ "content-type": streamContentType(reply), ...reply.headers }) };
  if (frames === undefined) return new Response(null, head);
  // The length may change, and headers with a length could be held back until the body comes.
  head.headers.delete("content-length");
  if (gzip) head.headers.set("content-encoding", "gzip");
  return new Response(runScript(faultScript(frames, fault, travel), state.wait), head);
}

async function framesOf(
  reply: Reply,
  fault: Fault,
  scene: FaultScene,
): Promise<readonly (string | Uint8Array)[] | undefined> {
  if (!(reply instanceof Response)) {
    const body = () => errorBody(fault.error ?? "internal", fault, scene.context);
    return faultFrames(reply, fault, () => errorEvent(body(), fault.errorForm));
  }
  if (reply.body === null) return undefined;
  if (fault.malformedEvent === 0) return [half(await reply.text())];
  return [new Uint8Array(await reply.arrayBuffer())];
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
