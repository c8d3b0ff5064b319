/**
 * Cross-origin requests of browsers, as Google's API front end answers them: any origin may call, with the headers that it
 * knows. Measured on generativelanguage.googleapis.com; assumed to be the same on the other hosts, which share the front end.
 *
 * @see https://github.com/googleapis/js-genai/issues/1723
 */

const allowedMethods = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

/** The response headers that a page can read besides those that every page can. `retry-after` is not among them. */
const exposedHeaders = "vary,content-encoding,date,server,content-length";

/** Seconds for which a browser may remember a preflight. */
const maxAge = "3600";

/** The request headers that pages may send, besides those that begin with `x-goog-`. */
const allowedHeaders = [
  "accept",
  "accept-language",
  "authorization",
  "cache-control",
  "content-encoding",
  "content-language",
  "content-type",
  "date",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "pragma",
  "range",
  "x-http-method-override",
  "x-javascript-user-agent",
  "x-origin",
  "x-referer",
  "x-requested-with",
  "x-server-timeout",
];

/**
 * Answers a preflight: 200 with what a page may send, or 403 without any CORS header if it asks for a header that Google does
 * not allow. Returns `undefined` for any other request.
 */
export function answerPreflight({ method, headers }: Request): Response | undefined {
  const origin = headers.get("origin");
  if (method !== "OPTIONS" || origin === null || !headers.has("access-control-request-method")) return undefined;
  const asked = headers.get("access-control-request-headers") ?? "";
  const names = asked
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
  if (!names.every(isAllowed)) return new Response(null, { status: 403, headers: { "content-length": "0" } });
  const allowed = names.length > 0 ? { "access-control-allow-headers": names.join() } : {};
  return new Response(null, {
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": allowedMethods,
      ...allowed,
      "access-control-max-age": maxAge,
      vary: "origin",
      "content-length": "0",
    },
  });
}

/** Lets the page that sent the request read the response. Leaves a response alone that says itself who may read it. */
export function allowOrigin(request: Request, response: Response): Response {
  const origin = request.headers.get("origin");
  if (origin === null || response.headers.has("access-control-allow-origin")) return response;
  const headers = new Headers(response.headers);
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-expose-headers", exposedHeaders);
  headers.append("vary", "origin");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function isAllowed(name: string): boolean {
  return name.startsWith("x-goog-") || allowedHeaders.includes(name);
}
