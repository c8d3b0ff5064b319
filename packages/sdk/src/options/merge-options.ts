import type { CallOptions, GenerationOptions } from "./call-options.ts";

/** The call's options over the client's. `undefined` inherits. A thinking option of the call replaces the client's other one. */
export function mergeOptions(client: GenerationOptions, call: CallOptions): GenerationOptions {
  const merged: Record<string, unknown> = { ...client };
  for (const [name, value] of Object.entries(call)) {
    if (value !== undefined) merged[name] = value;
  }
  if (call.thinkingBudget != null) merged.thinkingLevel = undefined;
  if (call.thinkingLevel != null) merged.thinkingBudget = undefined;
  for (const name of ["extraGenerationConfig", "extraRequest"] as const) {
    if (call[name] && client[name]) merged[name] = { ...client[name], ...call[name] };
  }
  return merged;
}

type Headers = Readonly<Record<string, string>>;

/** The call's headers over the client's, names in lower case. With null, the client's are not sent. */
export function mergeHeaders(client: CallOptions["headers"], call: CallOptions["headers"]): Headers {
  return call === null ? {} : { ...lowerCaseNames(client), ...lowerCaseNames(call) };
}

function lowerCaseNames(headers: CallOptions["headers"]): Headers {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
