import type { GeminiErrorPhase } from "../errors/codes.ts";
import { connectionFailed, redirectRefused } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { RuntimeAbortSignal } from "../platform/web-types.ts";
import { apiError, type Signature } from "../refusals/api-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Http, HttpRequest, HttpResponse } from "./http.ts";
import { readRefusal } from "./read-body.ts";
import { StaleSocket } from "./stale-socket.ts";

type Headers = Readonly<Record<string, string>>;

/** Signs requests. */
export interface Authorizer {
  /** What a 401 is about. */
  readonly signedBy: Signature;
  /** The headers that sign a request. May read a file or renew a token. */
  headers(scope: CallScope): Headers | Promise<Headers>;
  /** After a 401 to these headers: false where nothing better can be had. */
  renew?(refused: Headers, scope: CallScope): Promise<boolean>;
  /** Google refused a request with these headers, with whatever status. */
  onRefusal?(refusal: GeminiError, signature: Headers): void;
}

/** A request with what the transport has to know of it. */
export interface Exchange extends HttpRequest {
  /** For events: `"generateContent"`, `"loadCodeAssist"`. */
  readonly operation: string;
  /** For events: the backend's name. */
  readonly backend: string;
  readonly authorizer?: Authorizer | undefined;
  /** For the error of a refusal; default `reply`. */
  readonly phase?: GeminiErrorPhase;
}

/**
 * Sends exchanges on connections that the caller chose. `sentBefore` is what the scope had sent before the first try of
 * this operation, for the count in events; unless told, this is the first.
 */
export interface Transport {
  /** Fires when the last client of these connections is closed: work that nobody waits for ends then. */
  readonly closed: RuntimeAbortSignal;
  /** Gives a reply of status 200 to 299. Everything else is a typed error. */
  send(exchange: Exchange, scope: CallScope, sentBefore?: number): Promise<HttpResponse>;
  /** Gives whatever came, unsigned, for services with errors of their own. */
  sendUnsigned(exchange: Exchange, scope: CallScope, sentBefore?: number): Promise<HttpResponse>;
}

/**
 * Two repetitions only, each once and at once: on a stale keep-alive socket, and with a renewed token after a 401.
 * Both count in `scope.attempts`. Retries are the affair of who calls; see recovery.ts.
 */
export function createTransport(http: Http, closed: RuntimeAbortSignal = new AbortController().signal): Transport {
  return {
    closed,
    sendUnsigned: (exchange, scope, sentBefore = scope.sent) => sendOnce(http, exchange, {}, scope, sentBefore),
    send: async (exchange, scope, sentBefore = scope.sent) => {
      const { authorizer } = exchange;
      const signature = (await authorizer?.headers(scope)) ?? {};
      const response = await sendOnce(http, exchange, signature, scope, sentBefore);
      if (isAccepted(response)) return response;
      // Read before the token is renewed, so that no socket waits meanwhile.
      const refusal = await refusalOf(exchange, response, scope, signature);
      if (response.status !== 401 || !(await authorizer?.renew?.(signature, scope))) throw refusal;
      const renewed = (await authorizer?.headers(scope)) ?? {};
      const replayed = await sendOnce(http, exchange, renewed, scope, sentBefore);
      if (isAccepted(replayed)) return replayed;
      throw await refusalOf(exchange, replayed, scope, renewed);
    },
  };
}

async function sendOnce(
  http: Http,
  exchange: Exchange,
  signature: Headers,
  scope: CallScope,
  sentBefore: number,
): Promise<HttpResponse> {
  const headers = { ...exchange.headers, ...signature };
  checkHeaders(headers);
  const request = { method: exchange.method, url: exchange.url, headers, body: exchange.body };
  const send = () => {
    scope.sent += 1;
    return scope.observed
      ? observed(http, request, exchange, scope, scope.sent - sentBefore)
      : http.send(request, scope);
  };
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof StaleSocket)) throw error;
  }
  try {
    return await send();
  } catch (error) {
    throw error instanceof StaleSocket ? connectionFailed(error.host, "headers", error.code) : error;
  }
}

const ONE_LINE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fetch would quote a token with a line break in its error, and Node throws an error of its own. */
function checkHeaders(headers: Headers): void {
  for (const name in headers) {
    const value = headers[name] ?? "";
    if (ONE_LINE.test(value)) continue;
    throw invalidOption(`header ${name}`, value, "one line of Latin-1 text without control characters");
  }
}

async function observed(
  http: Http,
  request: HttpRequest,
  exchange: Exchange,
  scope: CallScope,
  attempt: number,
): Promise<HttpResponse> {
  const { operation, backend } = exchange;
  const callId = scope.id;
  const url = request.url.split("?")[0] ?? "";
  scope.onEvent({ type: "request", operation, backend, callId, method: request.method, url, attempt });
  const startedAt = scope.clock.monotonic();
  const response = await http.send(request, scope);
  const durationMs = Math.round(scope.clock.monotonic() - startedAt);
  scope.onEvent({ type: "response", operation, backend, callId, status: response.status, durationMs, attempt });
  return response;
}

function isAccepted({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

async function refusalOf(
  exchange: Exchange,
  response: HttpResponse,
  scope: CallScope,
  signature: Headers,
): Promise<GeminiError> {
  const { status, header } = response;
  if (status === 0 || (status >= 300 && status < 400)) {
    response.body.discard();
    return redirectRefused(status, new URL(exchange.url).host, header("x-request-id"));
  }
  const refusal = apiError({
    status,
    body: await readRefusal(response, scope),
    header,
    signedBy: exchange.authorizer?.signedBy ?? "access-token",
    backend: exchange.backend,
    phase: exchange.phase,
    now: scope.clock.now(),
  });
  exchange.authorizer?.onRefusal?.(refusal, signature);
  return refusal;
}
