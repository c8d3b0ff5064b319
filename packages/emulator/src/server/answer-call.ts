import type { Socket } from "node:net";
import { refuseDisabled } from "../account/refuse-disabled.ts";
import { applyFault } from "../faults/apply-fault.ts";
import { mistakeReply } from "../faults/fault-reply.ts";
import { isContentCall } from "../faults/matcher.ts";
import { errorResponse, notFoundPage } from "../reply/error-response.ts";
import { GoogleError } from "../reply/google-error.ts";
import { toResponse } from "../reply/to-response.ts";
import { ScriptMistake } from "../script-mistake.ts";
import { checkSize } from "./check-size.ts";
import type { Endpoint, Exchange, Handled } from "./exchange.ts";
import type { OpenCall } from "./record-call.ts";

/** What `answerCall` needs to know of a call. */
interface CallContext {
  readonly exchange: Exchange;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** Undefined for a call through `emulator.fetch`. */
  readonly socket: Socket | undefined;
  /** Undefined if no endpoint has the path. */
  readonly endpoint: Endpoint | undefined;
}

/**
 * Answers a call, with its fault if it has one. Resolves to `undefined` if a fault broke the connection.
 *
 * @throws ScriptMistake if a function of the test throws, or returns what it must not.
 */
export async function answerCall(call: OpenCall, context: CallContext): Promise<Response | undefined> {
  const { exchange, signal, socket, endpoint } = context;
  const { state } = exchange;
  const { operation } = call;
  const refuse = (problem: string, reason = problem) => {
    call.problem = problem;
    state.faults.refuse(call, reason);
    return mistakeReply(problem, operation, exchange);
  };
  const chosen = state.faults.choose(call);
  const handle = (changed: Exchange) => callHandler(changed, endpoint);
  if (chosen === undefined && state.refusesUnscripted && isContentCall(call)) {
    // As if an answer were scripted: what Google would refuse gets Google's error, which a program may handle.
    const { reply, isRefusal } = await handle({ ...exchange, fault: { text: "" } });
    if (isRefusal) return toResponse(reply, state);
    return refuse(
      `nothing is scripted for this ${operation}, and the option "unscripted" is "refuse". Script it with emulator.next() or emulator.on().`,
      "nothing was scripted for it.",
    );
  }
  if (chosen === undefined) return toResponse((await handle(exchange)).reply, state);
  const { fault, giveBack } = chosen;
  call.fault = fault;
  const onRefusal = () => {
    call.fault = undefined;
    giveBack();
  };
  const errorContext = {
    service: call.backend ?? "gemini-api",
    model: call.model ?? "unknown",
    retryDelay: fault.retryDelay,
    credential: exchange.headers.get("x-goog-api-key") ?? exchange.headers.get("authorization")?.replace("Bearer ", ""),
    now: state.now(),
  };
  return applyFault(fault, { exchange, operation, context: errorContext, refuse, signal, socket, handle, onRefusal });
}

async function callHandler(exchange: Exchange, endpoint: Endpoint | undefined): Promise<Handled> {
  if (endpoint === undefined) return { reply: notFoundPage(exchange.url.pathname), isRefusal: true };
  try {
    checkSize(exchange, endpoint);
    const disabled = refuseDisabled(exchange, endpoint);
    return { reply: disabled ?? (await endpoint.handle(exchange)), isRefusal: disabled !== undefined };
  } catch (error) {
    if (error instanceof ScriptMistake) throw error;
    const googleError = error instanceof GoogleError ? error : new GoogleError("INTERNAL", `Internal error: ${error}`);
    return { reply: errorResponse(googleError.body, endpoint.operation, exchange.url.searchParams), isRefusal: true };
  }
}
