import { platform } from "#platform";
import { usedResponse } from "../errors/argument-errors.ts";
import { PROXY_LOGIN, proxyRefused } from "../errors/connection-errors.ts";
import { httpInfoSource } from "../errors/http-info.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { AbortSignalLike, ByteReader, FetchLike, FetchResponse } from "../platform/web-types.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Http, HttpOptions, HttpRequest, HttpResponse } from "./http.ts";
import { noReply } from "./no-reply.ts";
import { pushBody } from "./push-body.ts";
import { bytesOf } from "./request-body.ts";

/** HTTP over `fetch`: the caller's, or the runtime's own. */
export function createHttp(options: HttpOptions): Http {
  // Look up the global `fetch` at each call, since tests replace it, and call it without `this`, which browsers would
  // reject.
  const fetch: FetchLike = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  return { send: (request, scope) => sendByFetch(fetch, request, scope), close: () => {} };
}

async function sendByFetch(fetch: FetchLike, request: HttpRequest, scope: CallScope): Promise<HttpResponse> {
  scope.throwIfStopped();
  scope.enterPhase("headers", scope.timeouts.headers);
  const sender = platform.hasEnvironment ? "fetch" : "web";
  // Asynchronous, so that a fetch of a test that throws or returns no promise does what an awaited one would.
  const reply = async () =>
    fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body ? { body: bytesOf(request.body) } : {}),
      redirect: "manual",
      signal: webSignalOf(scope.signal),
    });
  const replied = reply();
  let response: FetchResponse;
  try {
    response = await scope.waitFor(replied);
  } catch (error) {
    // A fetch that ignores its signal may still resolve: cancel that body.
    void replied.then((late) => late.body?.getReader().cancel()).catch(() => {});
    scope.throwIfStopped();
    throw noReply(error, new URL(request.url), "headers", sender);
  }
  if (!isWebResponse(response)) throw invalidOption("fetch", response, TAKES);
  if (isUsed(response)) throw usedResponse();
  const reader = response.body?.getReader();
  const { status, headers } = response;
  if (status === PROXY_LOGIN) {
    void cancel(reader);
    throw proxyRefused(new URL(request.url).host, status, sender);
  }
  return {
    status,
    header: (name) => headers.get(name) ?? undefined,
    info: httpInfoSource(status, isListed(headers) ? headers : {}),
    body: pushBody(reader ? readAll(reader, scope) : readWhole(response, scope), () => void cancel(reader), scope),
  };
}

/** The runtime's own AbortSignal, which `fetch` requires. */
function webSignalOf(signal: AbortSignalLike): AbortSignal {
  const controller = new AbortController();
  signal.addEventListener("abort", () => controller.abort(signal.reason));
  return controller.signal;
}

const TAKES =
  "a fetch that follows the web standard: its Response has `status`, `headers.get()`, and a `body` that is a ReadableStream or null";

/** The headers of the caller's `fetch` may have no `forEach`. */
function isListed(headers: FetchResponse["headers"]): headers is Required<FetchResponse["headers"]> {
  return typeof headers.forEach === "function";
}

/** The caller's `fetch` may come from a library whose bodies are Node streams. */
function isWebResponse(response: unknown): boolean {
  const { status, headers, body }: Partial<Record<keyof FetchResponse, unknown>> = response ?? {};
  if (typeof status !== "number" || typeof (headers as Partial<FetchResponse["headers"]>)?.get !== "function")
    return false;
  return body == null || typeof (body as Partial<NonNullable<FetchResponse["body"]>>).getReader === "function";
}

/** Whether a response of the caller's `fetch` has been read: a test may return the same one for each request. */
function isUsed({ body, bodyUsed }: FetchResponse & { readonly bodyUsed?: unknown }): boolean {
  return bodyUsed === true || (body != null && "locked" in body && body.locked === true);
}

/** React Native's responses have no `body`: they come as a whole, in older versions only as text. */
async function* readWhole(response: FetchResponse, scope: CallScope): AsyncGenerator<Uint8Array, void, undefined> {
  if (response.text) yield new TextEncoder().encode(await scope.waitFor(response.text()));
  else if (response.arrayBuffer) yield new Uint8Array(await scope.waitFor(response.arrayBuffer()));
}

async function* readAll(reader: ByteReader, scope: CallScope): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (;;) {
      const { done, value } = await scope.waitFor(reader.read());
      if (done) return;
      if (value) yield value;
    }
  } finally {
    // Frees the socket if the body has not ended. Its own failure is ignored.
    void cancel(reader);
  }
}

/** The `cancel()` of a caller's own `fetch` may throw or return no promise. */
async function cancel(reader: ByteReader | undefined): Promise<void> {
  try {
    await reader?.cancel();
  } catch {
    // The body is no longer read.
  }
}
