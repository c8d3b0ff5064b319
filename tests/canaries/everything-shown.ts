import { inspect } from "node:util";

/** All that printing, logging or serialising a value can show. */
export function everythingShown(value: unknown): string {
  const words = value instanceof Error ? `${value.message}\n${value.stack}\n${String(value)}` : "";
  return `${words}\n${inspect(value, { depth: 20, showHidden: true })}\n${asJson(value)}`;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // A cause that refers to itself is the caller's own; inspect() has shown it.
    return "";
  }
}
