import type { Socket } from "node:net";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { EmulatorCall } from "../call.ts";
import { codeAssistEndpoints } from "../code-assist/endpoints.ts";
import { allowOrigin, answerPreflight } from "../cors/cors.ts";
import { mistakeReply } from "../faults/fault-reply.ts";
import { geminiApiEndpoints } from "../gemini-api/endpoints.ts";
import { checkedIntercept, type Intercept } from "../intercept.ts";
import { oauthEndpoints } from "../oauth/endpoints.ts";
import { ScriptMistake } from "../script-mistake.ts";
import type { EmulatorState } from "../state.ts";
import { vertexEndpoints } from "../vertex/endpoints.ts";
import { answerCall } from "./answer-call.ts";
import { deliver } from "./deliver.ts";
import type { Endpoint, Exchange } from "./exchange.ts";
import { recordCall } from "./record-call.ts";
import { Redactor } from "./redact.ts";
import { trackOutcome } from "./track-outcome.ts";

/** Answers one request. `socket` is undefined for `emulator.fetch`. */
export type Handler = (request: Request, socket?: Socket) => Promise<Response>;

interface Environment {
  Bindings: { readonly socket: Socket | undefined };
}

/** Creates the handler for all endpoints, which records each call and applies the intercepts. Ignores the host of the URL. */
export function createHandler(
  state: EmulatorState,
  record: (call: EmulatorCall) => void,
  intercept: Intercept = {},
): Handler {
  const app = new Hono<Environment>();
  const redactor = new Redactor(state.tokens);
  const interceptRequest = checkedIntercept("request", intercept.request);
  const interceptResponse = checkedIntercept("response", intercept.response);

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
    const report = (mistake: ScriptMistake) => {
      call.problem = mistake.message;
      state.faults.refuse(call, mistake.message, mistake.cause ?? mistake);
    };
    const answer = async () => {
      call.receivedAt = state.now();
      if (socket && (await isTaken(call, socket, intercept.socket))) return "taken";
      const given = await interceptRequest?.(call, copyRequest(request, bodyText));
      const answered = given ?? (await answerCall(call, { exchange, signal: request.signal, socket, endpoint }));
      return answered && ((await interceptResponse?.(call, answered)) ?? answered);
    };
    const answerMistake = (error: unknown) => {
      if (!(error instanceof ScriptMistake)) throw error;
      report(error);
      call.fault = undefined;
      return mistakeReply(error.message, call.operation, exchange);
    };
    try {
      const response = await answer().catch(answerMistake);
      if (response === "taken" || response === undefined) {
        end(response ?? "failed");
        return RESPONSE_ALREADY_SENT;
      }
      const readable = state.cors ? allowOrigin(request, response) : response;
      return await deliver(readable, { request, call, socket, end, report });
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
  return async (request, socket) =>
    (state.cors ? answerPreflight(request) : undefined) ?? app.fetch(request, { socket });
}

async function isTaken(call: EmulatorCall, socket: Socket, intercept: Intercept["socket"]): Promise<boolean> {
  return (await intercept?.(call, socket)) === "taken" || socket.destroyed || socket.writableEnded;
}

// The body has already been read: gives the intercept a request that it can read.
function copyRequest(request: Request, bodyText: string): Request {
  const { method, headers, signal } = request;
  return new Request(request.url, { method, headers, signal, ...(bodyText === "" ? {} : { body: bodyText }) });
}
