/**
 * A stream of JSON values, which Google's services send as server-sent events or as one long array.
 *
 * @see https://cloud.google.com/apis/docs/system-parameters
 */
export interface StreamReply {
  readonly values: readonly unknown[];
  /** `"sse"` for server-sent events, anything else for one long JSON array. */
  readonly alt: string | null;
  readonly headers?: Record<string, string>;
}

/** The content type of a stream. */
export function streamContentType({ alt }: Pick<StreamReply, "alt">): string {
  return alt === "sse" ? "text/event-stream" : "application/json; charset=UTF-8";
}

/**
 * The frames of a stream, in the order in which they are sent.
 *
 * @param write Writes a value as JSON.
 */
export function streamFrames(
  { values, alt }: StreamReply,
  write: (value: unknown, index: number) => string = (value) => JSON.stringify(value),
): readonly string[] {
  if (alt === "sse") return values.map((value, index) => `data: ${write(value, index)}\r\n\r\n`);
  return values.map((value, index) => {
    const before = index === 0 ? "[" : ",\r\n";
    const after = index === values.length - 1 ? "\n]\n" : "\n";
    return before + write(value, index) + after;
  });
}
