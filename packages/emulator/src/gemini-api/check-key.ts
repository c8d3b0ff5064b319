import { errorInfo, localizedMessage } from "../reply/error-details.ts";
import { GoogleError, invalidArgument } from "../reply/google-error.ts";
import type { Exchange } from "../server/exchange.ts";

/** The API key of a request: the header `x-goog-api-key`, or else `key` in the query. */
export function apiKey({ headers, url }: Exchange): string | undefined {
  return headers.get("x-goog-api-key") || url.searchParams.get("key") || undefined;
}

/**
 * Checks the API key of a request.
 *
 * @param service The API's host, which the error names.
 * @throws GoogleError `PERMISSION_DENIED` without a key, `INVALID_ARGUMENT` (reason `API_KEY_INVALID`) for a wrong one.
 */
export function checkKey(exchange: Exchange, service: string): void {
  const key = apiKey(exchange);
  if (key === undefined) {
    throw new GoogleError(
      "PERMISSION_DENIED",
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    );
  }
  if (exchange.state.isAcceptedKey(key)) return;
  const message = "API key not valid. Please pass a valid API key.";
  throw invalidArgument(message, [
    errorInfo("API_KEY_INVALID", "googleapis.com", { service }),
    localizedMessage(message),
  ]);
}
