import { pacedBody } from "./paced-body.ts";

/** How a stream is answered. */
export interface StreamOptions {
  /** `"sse"` gives server-sent events, anything else one long JSON array. */
  readonly alt: string | null;
  /** Milliseconds between events. */
  readonly paceMs: number;
  readonly headers?: Record<string, string>;
}

/**
 * A stream of JSON values, in the framing of Google's services.
 *
 * @see https://cloud.google.com/apis/docs/system-parameters
 */
export function streamResponse(values: readonly unknown[], options: StreamOptions): Response {
  const sse = options.alt === "sse";
  const pieces = sse ? values.map(toEvent) : values.map((value, index) => toElement(value, index, values.length));
  return new Response(pacedBody(pieces, options.paceMs), {
    headers: {
      "content-type": sse ? "text/event-stream" : "application/json; charset=UTF-8",
      ...options.headers,
    },
  });
}

function toEvent(value: unknown): string {
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

function toElement(value: unknown, index: number, count: number): string {
  const before = index === 0 ? "[" : ",\r\n";
  const after = index === count - 1 ? "\n]\n" : "\n";
  return before + JSON.stringify(value, null, 2) + after;
}
