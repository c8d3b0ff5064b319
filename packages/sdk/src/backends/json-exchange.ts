import type { ModelRequest } from "./backend.ts";

/** The method with its query: streams come as server-sent events. */
export function methodOf(operation: ModelRequest["operation"]): string {
  return operation === "streamGenerateContent" ? "streamGenerateContent?alt=sse" : operation;
}

/** What is sent is JSON, what is wanted is JSON or an event stream. */
export function jsonHeaders(operation: ModelRequest["operation"]): Readonly<Record<string, string>> {
  return {
    accept: operation === "streamGenerateContent" ? "text/event-stream" : "application/json",
    "content-type": "application/json",
  };
}
