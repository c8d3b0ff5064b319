import { RECEIVED_CREDENTIAL } from "./credential-names.ts";
import type { Redact } from "./redact.ts";
import { safeText } from "./safe-text.ts";
import { withoutUrlSecrets } from "./url-secrets.ts";

/** The head of an HTTP response, for logs and reports to Google. Frozen. */
export interface HttpInfo {
  /** The HTTP status; 0 for a redirect that `fetch` hides. */
  readonly status: number;
  /**
   * The headers, names in lower case, without credentials and cookies. URLs in them are shown
   * without user info, query, fragment and session ids, except in ids, etags, dates and timings. Several headers of one name
   * are joined with `, `. Empty if a `fetch` of the caller's own returns headers without `forEach`.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The request's id, from the headers; undefined if there is none. */
  readonly requestId: string | undefined;
}

/** The headers of Node's own HTTP, or those of `fetch`. */
export type ResponseHeaders =
  | { readonly [name: string]: string | readonly string[] | undefined }
  | { forEach(action: (value: string, name: string) => void): void };

/** Makes an {@link HttpInfo}: a function, since few callers read it. */
export type HttpInfoSource = () => HttpInfo;

/** A header's value may be as long as the header section, of which Node accepts 16 KiB. */
const LONGEST_VALUE = 16 * 1024;

/**
 * Returns a function that makes the head of a response. It keeps nothing but the headers: a closure where a response is
 * received would keep the socket as well.
 */
export function httpInfoSource(status: number, headers: ResponseHeaders): HttpInfoSource {
  return () => {
    const shown: Record<string, string> = {};
    for (const [name, value] of entriesOf(headers)) {
      if (!RECEIVED_CREDENTIAL.test(name)) shown[name] = safeText(withoutUrlSecrets(name, value), LONGEST_VALUE);
    }
    const requestId = shown["x-request-id"] ?? shown["x-goog-request-id"];
    return Object.freeze({ status, headers: Object.freeze(shown), requestId });
  };
}

/** The same head without the credentials of its request, which a server can repeat in a header. */
export function withoutSecrets(source: HttpInfoSource, redact: Redact): HttpInfoSource {
  return () => {
    const { status, headers, requestId } = source();
    const shown = Object.entries(headers).map(([name, value]) => [name, redact(value)]);
    return Object.freeze({
      status,
      headers: Object.freeze(Object.fromEntries(shown)),
      requestId: requestId === undefined ? undefined : redact(requestId),
    });
  };
}

function entriesOf(headers: ResponseHeaders): readonly (readonly [string, string])[] {
  if (typeof headers.forEach === "function") {
    const entries: [string, string][] = [];
    headers.forEach((value: string, name: string) => {
      entries.push([name.toLowerCase(), String(value)]);
    });
    return entries;
  }
  return Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]);
}
