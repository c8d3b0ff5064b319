import { replacedAuthorization } from "../errors/argument-errors.ts";
import type { GeminiErrorPhase } from "../errors/codes.ts";
import { connectionFailed, redirectRefused } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { withoutSecrets } from "../errors/http-info.ts";
import { invalidOption } from "../errors/option-errors.ts";
import { type Redact, redactorFor, secretsIn } from "../errors/redact.ts";
import { isPromise } from "../platform/is-promise.ts";
import type { RuntimeAbortSignal } from "../platform/web-types.ts";
import { apiError, type CredentialKind } from "../refusals/api-error.ts";
import type { Origins } from "../refusals/origins.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Http, HttpRequest, HttpResponse } from "./http.ts";
import { readRefusal } from "./read-body.ts";
import { StaleSocket } from "./stale-socket.ts";

/** Headers that authorize a request, names in lower case. */
export type AuthHeaders = Readonly<Record<string, string>>;

/** Authorizes requests. */
export interface Authorizer {
  /** Decides what a 401 means. */
  readonly credentialKind: CredentialKind;
  /** The headers that authorize a request. May read a file or renew a token. */
  headers(scope: CallScope): AuthHeaders | Promise<AuthHeaders>;
  /**
   * Called if a request with these headers gets a 401. Resolves to the headers to replay it with, to true if `headers()`
   * returns them, or to false if no others are available.
   */
  renew?(refused: AuthHeaders, scope: CallScope): Promise<boolean | AuthHeaders>;
  /**
   * Called once, if the replay gets a 401, too. For credentials that `renew` may only have found, such as a token that
   * another process has renewed.
   */
  renewAgain?(refused: AuthHeaders, scope: CallScope): Promise<boolean | AuthHeaders>;
  /** What renews these credentials if Google has rejected them; undefined if the error's own remedy says it. */
  remedy?(): string | undefined;
  /** Called when Google refused a request with these headers, with any status. */
  onRefusal?(refusal: GeminiError, authHeaders: AuthHeaders): void;
}

/** An HTTP request to a Google API, with the details that events, errors and authorization need. */
export interface ApiRequest extends HttpRequest {
  /** For events: `"generateContent"`, `"loadCodeAssist"`. Attempts are counted for each operation. */
  readonly operation: string;
  /** For events: the backend's name. */
  readonly backend: string;
  readonly authorizer?: Authorizer | undefined;
  /** Phase of the error if the request is refused; default `reply`. */
  readonly phase?: GeminiErrorPhase;
  /** What named the project and the address, for the remedy of a refusal. */
  readonly origins?: Origins | undefined;
  /** Secrets in the body, which no error may quote. Those in the headers are known. */
  readonly secrets?: readonly string[];
}

/** A response to a signed request. */
export interface ApiResponse extends HttpResponse {
  /** Replaces the credentials of the request. Everything that an error quotes of the response goes through it. */
  readonly redact: Redact;
}

/** Sends requests over the connections of one client family. */
export interface Transport {
  /** Fires when the last client of these connections is closed, which stops work that nobody waits for. */
  readonly closed: RuntimeAbortSignal;
  /** Resolves to a response with status 200 to 299. Rejects with a GeminiError for any other status. */
  send(request: ApiRequest, scope: CallScope): Promise<ApiResponse>;
  /** Sends without authorization and resolves to any response, for services that have their own error format. */
  sendUnsigned(request: ApiRequest, scope: CallScope): Promise<ApiResponse>;
}

/**
 * Repeats a request at once, in two cases only: once on a stale keep-alive socket, and once with a renewed token after
 * a 401, or twice if the first token was renewed by another process and gets a 401, too. All count as attempts of
 * `scope`. All other retries are the caller's job; see call/retry-loop.ts.
 */
export function createTransport(http: Http, closed: RuntimeAbortSignal = new AbortController().signal): Transport {
  return {
    closed,
    sendUnsigned: async (request, scope) => new SignedRequest(http, request, {}, scope).send(),
    send: (request, scope) => {
      const { authorizer } = request;
      const replay = async (
        response: ApiResponse,
        refused: AuthHeaders,
        [method, ...others]: readonly ("renew" | "renewAgain")[] = RENEWALS,
      ): Promise<ApiResponse> => {
        // The body is read before the token is renewed, so that no socket is held meanwhile.
        const refusal = await refusalOf(request, response, scope, refused);
        const renewed = response.status === 401 && method && (await authorizer?.[method]?.(refused, scope));
        if (!authorizer || !renewed) throw refusal;
        const authHeaders = renewed === true ? await authorizer.headers(scope) : renewed;
        const replayed = await new SignedRequest(http, request, authHeaders, scope).send();
        return isAccepted(replayed) ? replayed : replay(replayed, authHeaders, others);
      };
      const sign = (authHeaders: AuthHeaders) =>
        new SignedRequest(http, request, authHeaders, scope).send((response) =>
          isAccepted(response) ? response : replay(response, authHeaders),
        );
      // Not an async function, which would keep more memory while the call waits.
      try {
        const authHeaders = authorizer?.headers(scope) ?? {};
        return isPromise(authHeaders) ? authHeaders.then(sign) : sign(authHeaders);
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

/** What is asked for other credentials, after the first 401 and after the second. */
const RENEWALS = ["renew", "renewAgain"] as const;

/** Whether a response is a redirect. With `redirect: "manual"`, browsers report a redirect as status 0. */
export function isRedirect({ status }: HttpResponse): boolean {
  return status === 0 || (status >= 300 && status < 400);
}

/** A request with its credentials. */
class SignedRequest implements HttpRequest {
  readonly method: HttpRequest["method"];
  readonly url: string;
  readonly headers: AuthHeaders;
  readonly body: HttpRequest["body"];
  readonly agent: object | undefined;
  readonly #http: Http;
  readonly #request: ApiRequest;
  readonly #scope: CallScope;

  /** Throws `invalid_options` for a header that cannot be sent, or that the credentials would replace. */
  constructor(http: Http, request: ApiRequest, authHeaders: AuthHeaders, scope: CallScope) {
    if (authHeaders.authorization !== undefined && request.headers.authorization !== undefined) {
      throw replacedAuthorization();
    }
    this.method = request.method;
    this.url = request.url;
    this.headers = Object.assign({}, request.headers, authHeaders);
    this.body = request.body;
    this.agent = request.agent;
    this.#http = http;
    this.#request = request;
    this.#scope = scope;
    checkHeaders(this.headers);
  }

  /** Sends it, and once more if the socket was stale. Resolves to what `take` makes of the response. */
  send(take: (response: ApiResponse) => ApiResponse | Promise<ApiResponse> = asItIs): Promise<ApiResponse> {
    const onResponse = (response: HttpResponse) => take(this.#received(response));
    return this.#attempt().then(onResponse, (error: unknown) => {
      if (!(error instanceof StaleSocket)) throw error;
      return this.#attempt().then(onResponse, failedAgain);
    });
  }

  #attempt(): Promise<HttpResponse> {
    const scope = this.#scope;
    // A call can end while its headers are created; then the request is neither sent nor counted.
    scope.throwIfStopped();
    const attempt = scope.countAttempt(this.#request.operation);
    return scope.observed ? this.#observed(attempt) : this.#http.send(this, scope);
  }

  async #observed(attempt: number): Promise<HttpResponse> {
    const { operation, backend } = this.#request;
    const scope = this.#scope;
    const about = { operation, backend, ...scope.ids };
    scope.onEvent({ type: "request", ...about, method: this.method, url: this.url.split("?")[0] ?? "", attempt });
    const startedAt = scope.clock.monotonic();
    const response = await this.#http.send(this, scope);
    const durationMs = Math.round(scope.clock.monotonic() - startedAt);
    scope.onEvent({ type: "response", ...about, status: response.status, durationMs, attempt });
    return response;
  }

  #received({ status, header, info, body }: HttpResponse): ApiResponse {
    const redact = redactorOf(this.headers, this.#request.secrets);
    const safeInfo = withoutSecrets(info, redact);
    this.#scope.lastResponse = safeInfo;
    return { status, header, info: safeInfo, body, redact };
  }
}

function asItIs(response: ApiResponse): ApiResponse {
  return response;
}

function failedAgain(error: unknown): never {
  throw error instanceof StaleSocket ? connectionFailed(error.host, "headers", error.code) : error;
}

/** Looks for the secrets only if something is quoted. */
function redactorOf(headers: AuthHeaders, more: readonly string[] | undefined): Redact {
  let redact: Redact | undefined;
  return (text) => {
    redact ??= redactorFor([...secretsIn(headers), ...(more ?? [])]);
    return redact(text);
  };
}

const ONE_LINE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Without this check, fetch would quote a token with a line break in its error, and Node would throw its own error. */
function checkHeaders(headers: AuthHeaders): void {
  for (const name in headers) {
    const value = headers[name] ?? "";
    if (ONE_LINE.test(value)) continue;
    throw invalidOption(`header ${name}`, value, "one line of Latin-1 text without control characters");
  }
}

function isAccepted({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

async function refusalOf(
  request: ApiRequest,
  response: ApiResponse,
  scope: CallScope,
  authHeaders: AuthHeaders,
): Promise<GeminiError> {
  const { status, header, redact } = response;
  if (isRedirect(response)) {
    response.body.discard();
    const requestId = response.info().requestId;
    return redirectRefused(status, new URL(request.url).host, requestId).with({ http: response.info });
  }
  const refused = apiError({
    status,
    body: await readRefusal(response, scope),
    header,
    info: response.info,
    redact,
    url: request.url,
    origins: request.origins,
    credentialKind: request.authorizer?.credentialKind ?? "access-token",
    backend: request.backend,
    phase: request.phase,
    now: scope.clock.now(),
  });
  const remedy = remedyFor(refused, request);
  const refusal = remedy === undefined ? refused : refused.with({ remedy });
  request.authorizer?.onRefusal?.(refusal, authHeaders);
  return refusal;
}

function remedyFor({ code }: GeminiError, { authorizer, headers }: ApiRequest): string | undefined {
  if (code === "login_expired") return authorizer?.remedy?.();
  // Google checks a token beside the key, which is fine if a gateway takes the token out.
  if (code !== "api_key_invalid" || headers.authorization === undefined) return undefined;
  return "Leave out the header `authorization` of `headers`, unless a gateway needs it, or check the API key.";
}
