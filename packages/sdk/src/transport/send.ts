import { apiError } from "../errors/api-error.ts";
import { connectionFailed, redirectRefused } from "../errors/connection-errors.ts";
import type { CallScope } from "./call-scope.ts";
import type { Http, HttpRequest, HttpResponse } from "./http.ts";
import { readRefusal } from "./read-body.ts";
import { StaleSocket } from "./stale-socket.ts";

/** Signs requests. */
export interface Authorizer {
  /** What a 401 is about. */
  readonly signedBy: "bearer" | "api-key";
  /** The headers that sign a request. May read a file or renew a token. */
  headers(scope: CallScope): Promise<Readonly<Record<string, string>>>;
  /** After a 401 to these headers: false where nothing better can be had. */
  renew?(refused: Readonly<Record<string, string>>, scope: CallScope): Promise<boolean>;
}

/** A request with what the transport has to know of it. */
export interface Exchange extends HttpRequest {
  /** For events: `"generateContent"`, `"loadCodeAssist"`. */
  readonly operation: string;
  /** For events: the backend's name. */
  readonly backend: string;
  readonly authorizer?: Authorizer | undefined;
}

/** Sends exchanges on connections that the caller chose. */
export interface Transport {
  /** Gives a reply of status 200 to 299. Everything else is a typed error. */
  send(exchange: Exchange, scope: CallScope): Promise<HttpResponse>;
  /** Gives whatever came, unsigned, for services with errors of their own. */
  sendUnsigned(exchange: Exchange, scope: CallScope): Promise<HttpResponse>;
}

/**
 * Two repetitions only, each once and at once: on a stale keep-alive socket, and with a renewed token after a 401.
 * Both count in `scope.attempts`.
 */
export function createTransport(http: Http): Transport {
  return {
    sendUnsigned: (exchange, scope) => sendOnce(http, exchange, undefined, scope),
    send: async (exchange, scope) => {
      let signature = await exchange.authorizer?.headers(scope);
      let response = await sendOnce(http, exchange, signature, scope);
      if (response.status === 401 && exchange.authorizer?.renew && signature) {
        const refused = response;
        if (await exchange.authorizer.renew(signature, scope)) {
          refused.discard();
          signature = await exchange.authorizer.headers(scope);
          response = await sendOnce(http, exchange, signature, scope);
        }
      }
      return accepted(exchange, response, scope);
    },
  };
}

async function sendOnce(
  http: Http,
  exchange: Exchange,
  signature: Readonly<Record<string, string>> | undefined,
  scope: CallScope,
): Promise<HttpResponse> {
  const request = { ...exchange, headers: { ...exchange.headers, ...signature } };
  try {
    return await observed(http, request, scope);
  } catch (error) {
    if (!(error instanceof StaleSocket)) throw error;
  }
  try {
    return await observed(http, request, scope);
  } catch (error) {
    throw error instanceof StaleSocket ? connectionFailed(error.host, "headers", error.code) : error;
  }
}

async function observed(http: Http, exchange: Exchange, scope: CallScope): Promise<HttpResponse> {
  scope.attempts += 1;
  const attempt = scope.attempts;
  const { operation, backend, method } = exchange;
  scope.onEvent({ type: "request", operation, backend, method, url: exchange.url.split("?")[0] ?? "", attempt });
  const startedAt = scope.clock.now();
  const response = await http.send(exchange, scope);
  const durationMs = Math.max(0, scope.clock.now() - startedAt);
  scope.onEvent({ type: "response", operation, backend, status: response.status, durationMs, attempt });
  return response;
}

async function accepted(exchange: Exchange, response: HttpResponse, scope: CallScope): Promise<HttpResponse> {
  const { status, header } = response;
  if (status >= 200 && status < 300) return response;
  if (status === 0 || (status >= 300 && status < 400)) {
    response.discard();
    throw redirectRefused(status, new URL(exchange.url).host, header("x-request-id"));
  }
  const body = await readRefusal(response, scope);
  throw apiError({
    status,
    body,
    header,
    signedBy: exchange.authorizer?.signedBy ?? "bearer",
    now: scope.clock.now(),
  });
}
