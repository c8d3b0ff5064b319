import type { Socket } from "node:net";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { refuseDisabled } from "../account/refuse-disabled.ts";
import type { EmulatorCall } from "../call.ts";
import { codeAssistEndpoints } from "../code-assist/endpoints.ts";
import { applyFault } from "../faults/apply-fault.ts";
import type { ErrorContext } from "../faults/errors/context.ts";
import { writeBadlyFramed } from "../faults/framing.ts";
import { geminiApiEndpoints } from "../gemini-api/endpoints.ts";
import type { Intercept } from "../intercept.ts";
import { oauthEndpoints } from "../oauth/endpoints.ts";
import { errorResponse, notFoundPage } from "../reply/error-response.ts";
import { GoogleError } from "../reply/google-error.ts";
import { toResponse } from "../reply/to-response.ts";
import type { EmulatorState } from "../state.ts";
import { vertexEndpoints } from "../vertex/endpoints.ts";
import { breakOff } from "./break-off.ts";
import { checkSize } from "./check-size.ts";
import type { Endpoint, Exchange, Reply } from "./exchange.ts";
import { type OpenCall, recordCall } from "./record-call.ts";
import { Redactor } from "./redact.ts";
import { trackOutcome } from "./track-outcome.ts";
import { copyResponse, watchBody } from "./watch-body.ts";

/** Answers one request. The socket is given when there is one. */
export type Handler = (request: Request, socket?: Socket) => Promise<Response>;

interface Environment {
  Bindings: { readonly socket: Socket | undefined };
}

/** The whole HTTP side: every endpoint, around each the record of the call and the intercepts. The host of a URL is ignored. */
export function createHandler(
  state: EmulatorState,
  record: (call: EmulatorCall) => void,
  intercept: Intercept = {},
): Handler {
  const app = new Hono<Environment>();
  const redactor = new Redactor(state.tokens);

  async function serve(
    request: Request,
    params: Readonly<Record<string, string>>,
    socket: Socket | undefined,
    endpoint?: Endpoint,
  ): Promise<Response> {
    const bodyText = await request.text();
    const exchange: Exchange = {
      state,
      headers: request.headers,
      url: new URL(request.url),
      params,
      bodyText,
      fault: undefined,
    };
    const call = recordCall(exchange, request.method, endpoint, redactor);
    record(call);
    const end = trackOutcome(call, request.signal);
    try {
      if (socket && (await isTaken(call, socket, intercept.socket))) {
        end("taken");
        return RESPONSE_ALREADY_SENT;
      }
      const given = await intercept.request?.(call, copyRequest(request, bodyText));
      const answered = given ?? (await answerWithFaults(call, exchange, request.signal, socket, endpoint));
      if (answered === undefined) {
        end("failed");
        return RESPONSE_ALREADY_SENT;
      }
      const response = (await intercept.response?.(call, answered)) ?? answered;
      call.status = response.status;
      const framing = call.fault?.framing;
      if (socket && framing && framing !== "truncated-gzip") {
        end("failed");
        call.responseBytes = await writeBadlyFramed(socket, response, framing);
        return RESPONSE_ALREADY_SENT;
      }
      // Nobody reads the body of an answer to HEAD, so its end would never be seen.
      const sent = request.method === "HEAD" ? copyResponse(response, null) : response;
      const count = (bytes: number) => {
        call.responseBytes += bytes;
      };
      return watchBody(sent, { onBytes: count, onEnd: end, onError: socket && ((error) => breakOff(socket, error)) });
    } catch (error) {
      end("failed");
      throw error;
    }
  }

  for (const endpoint of [...oauthEndpoints, ...codeAssistEndpoints, ...geminiApiEndpoints, ...vertexEndpoints]) {
    app.on(endpoint.method, endpoint.path, ({ req, env }) => serve(req.raw, req.param(), env.socket, endpoint));
  }
  app.notFound(({ req, env }) => serve(req.raw, {}, env.socket));
  app.onError((error) => {
    throw error;
  });
  return async (request, socket) => app.fetch(request, { socket });
}

async function isTaken(call: EmulatorCall, socket: Socket, intercept: Intercept["socket"]): Promise<boolean> {
  return (await intercept?.(call, socket)) === "taken" || socket.destroyed || socket.writableEnded;
}

// The body has been read already: whoever intercepts gets a request that can be read again.
function copyRequest(request: Request, bodyText: string): Request {
  const { method, headers, signal } = request;
  return new Request(request.url, { method, headers, signal, ...(bodyText === "" ? {} : { body: bodyText }) });
}

async function answerWithFaults(
  call: OpenCall,
  exchange: Exchange,
  signal: AbortSignal,
  socket: Socket | undefined,
  endpoint: Endpoint | undefined,
): Promise<Response | undefined> {
  const { state } = exchange;
  const handle = (asked: Exchange) => answer(asked, endpoint);
  try {
    call.fault = state.faults.choose(call);
  } catch (error) {
    // A function that fails, or gives no good fault: whoever wrote it reads why in the answer.
    const problem = new GoogleError("INTERNAL", `The function that gives a fault failed: ${error}`);
    return errorResponse(problem.body, call.operation, exchange.url.searchParams);
  }
  if (call.fault === undefined) return toResponse(await handle(exchange), state);
  const context: ErrorContext = {
    service: call.backend ?? "gemini-api",
    model: call.model ?? "unknown",
    retryDelay: call.fault.retryDelay,
    now: state.now(),
  };
  return applyFault(call.fault, { exchange, operation: call.operation, context, signal, socket, handle });
}

async function answer(exchange: Exchange, endpoint: Endpoint | undefined): Promise<Reply> {
  if (endpoint === undefined) return notFoundPage(exchange.url.pathname);
  try {
    checkSize(exchange, endpoint);
    return refuseDisabled(exchange, endpoint) ?? (await endpoint.handle(exchange));
  } catch (error) {
    const refusal = error instanceof GoogleError ? error : new GoogleError("INTERNAL", `Internal error: ${error}`);
    return errorResponse(refusal.body, endpoint.operation, exchange.url.searchParams);
  }
}
