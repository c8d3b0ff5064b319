import type { Socket } from "node:net";
import { refuseDisabled } from "../account/refuse-disabled.ts";
import { applyFault } from "../faults/apply-fault.ts";
import { scriptProblem } from "../faults/script-problem.ts";
import { errorResponse, notFoundPage } from "../reply/error-response.ts";
import { GoogleError } from "../reply/google-error.ts";
import { toResponse } from "../reply/to-response.ts";
import { checkSize } from "./check-size.ts";
import type { Endpoint, Exchange, Reply } from "./exchange.ts";
import type { OpenCall } from "./record-call.ts";

/** Where a call came in. */
export interface Asked {
  readonly exchange: Exchange;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  readonly socket: Socket | undefined;
  readonly endpoint: Endpoint | undefined;
}

/** Answers a call, with the fault that it meets. Undefined: a fault broke the connection, and there is nothing to answer. */
export async function answerCall(call: OpenCall, asked: Asked): Promise<Response | undefined> {
  const { exchange, signal, socket, endpoint } = asked;
  const { state } = exchange;
  const { operation } = call;
  try {
    call.fault = state.faults.choose(call);
  } catch (error) {
    return scriptProblem(`the function that gives a fault failed: ${error}`, operation, exchange);
  }
  const handle = (changed: Exchange) => letHandlerAnswer(changed, endpoint);
  if (call.fault === undefined) return toResponse(await handle(exchange), state);
  const context = {
    service: call.backend ?? "gemini-api",
    model: call.model ?? "unknown",
    retryDelay: call.fault.retryDelay,
    now: state.now(),
  };
  return applyFault(call.fault, { exchange, operation, context, signal, socket, handle });
}

async function letHandlerAnswer(exchange: Exchange, endpoint: Endpoint | undefined): Promise<Reply> {
  if (endpoint === undefined) return notFoundPage(exchange.url.pathname);
  try {
    checkSize(exchange, endpoint);
    return refuseDisabled(exchange, endpoint) ?? (await endpoint.handle(exchange));
  } catch (error) {
    const refusal = error instanceof GoogleError ? error : new GoogleError("INTERNAL", `Internal error: ${error}`);
    return errorResponse(refusal.body, endpoint.operation, exchange.url.searchParams);
  }
}
