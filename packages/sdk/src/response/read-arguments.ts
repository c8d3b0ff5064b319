import type { Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { parseResponse } from "../wire/large-integers.ts";

/**
 * A part whose function call has its arguments as an object, if they came as the JSON of one, as some gateways send them.
 * Any other part stays as it is: arguments that are not an object run no function.
 */
export function withReadArguments(part: Part): Part {
  const args: unknown = isRecord(part.functionCall) ? part.functionCall.args : undefined;
  if (typeof args !== "string") return part;
  const read = readObject(args);
  return read ? { ...part, functionCall: { ...part.functionCall, args: read } } : part;
}

function readObject(json: string): Record<string, unknown> | undefined {
  try {
    JSON.parse(json);
    // As in a response, so that large integers are read as such.
    const call = parseResponse(`{"functionCall":{"args":${json}}}`) as {
      readonly functionCall: { readonly args: unknown };
    };
    return isRecord(call.functionCall.args) ? call.functionCall.args : undefined;
  } catch {
    return undefined;
  }
}
