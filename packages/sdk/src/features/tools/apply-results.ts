import type { CallResult, OpenCall } from "../../conversation/open-exchange.ts";
import { resultsMismatch } from "../../errors/exchange-errors.ts";
import { invalidOption } from "../../errors/option-errors.ts";
import { isError } from "../../platform/is-error.ts";
import { readable, unreadableIn } from "../../validation/readable.ts";
import { encodeResult } from "./encode-result.ts";

/**
 * Gives open calls the results that the caller has for them; an `Error` becomes an error for the model. Throws `invalid_options`,
 * and changes nothing, if an id is unknown, a value is no result, or a call would still have none that nothing here can run.
 */
export function applyResults(
  calls: readonly OpenCall[],
  results: Readonly<Record<string, unknown>>,
  canRun: (call: OpenCall) => boolean,
  takesMedia: boolean,
): void {
  const open = calls.filter(({ result }) => !result);
  const unknown = Object.keys(results).filter((id) => !open.some(({ callId }) => callId === id));
  if (unknown.length > 0) throw resultsMismatch("unknown", unknown);
  const given = (call: OpenCall) => Object.hasOwn(results, call.callId);
  const missing = open.filter((call) => !given(call) && call.state !== "started" && !canRun(call));
  if (missing.length > 0)
    throw resultsMismatch(
      "missing",
      missing.map(({ callId }) => callId),
    );
  const made = open.filter(given).map((call): readonly [OpenCall, CallResult] => {
    const value = results[call.callId];
    const place = `results.${call.callId}`;
    return [call, readable(place, value, () => checkedResult(call, value, place, takesMedia))];
  });
  for (const [call, result] of made) {
    call.result ??= result;
    call.state = "started";
  }
}

function checkedResult(call: OpenCall, value: unknown, place: string, takesMedia: boolean): CallResult {
  const result = encodeResult(call, value, 0, takesMedia);
  if (result.error === undefined || isError(value)) return result;
  const takes = "a JSON value, parts, or an Error, of at most 1 MiB of JSON";
  throw unreadableIn(place, value) ?? invalidOption(place, value, takes);
}
