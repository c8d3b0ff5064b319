import { tooLarge } from "../faults/errors/service-errors.ts";
import type { Endpoint, Exchange } from "./exchange.ts";

/**
 * Checks the size of a request to an API.
 *
 * @throws GoogleError `INVALID_ARGUMENT`, with the limit.
 */
export function checkSize({ bodyText, state }: Exchange, { backend }: Endpoint): void {
  const { requestLimitBytes } = state;
  if (backend !== "oauth" && Buffer.byteLength(bodyText) > requestLimitBytes) throw tooLarge(requestLimitBytes);
}
