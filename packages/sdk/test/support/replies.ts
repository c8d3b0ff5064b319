/** The status line and headers of a raw reply, blank line included. */
export function head(status: number, headers: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`;
}

/** A whole raw reply with a content-length. */
export function reply(
  status: number,
  body: string | Uint8Array = "",
  headers: Readonly<Record<string, string | number>> = {},
): Uint8Array {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(head(status, { "content-length": bytes.length, ...headers })), bytes]);
}

/** A whole raw reply of JSON. */
export function jsonReply(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string | number>> = {},
): Uint8Array {
  return reply(status, JSON.stringify(value), { "content-type": "application/json", ...headers });
}

/** The start of a streamed reply in chunked framing. */
export function streamHead(headers: Readonly<Record<string, string | number>> = {}): string {
  return head(200, { "content-type": "text/event-stream", "transfer-encoding": "chunked", ...headers });
}

/** One chunk of the chunked framing. */
export function chunk(body: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

/** What ends the chunked framing. */
export const lastChunk = "0\r\n\r\n";

/** A Gemini payload that says `text`, and is the last if it has a finish reason. */
export function answer(text: string, finishReason?: string) {
  return {
    candidates: [
      { content: { role: "model", parts: [{ text }] }, ...(finishReason === undefined ? {} : { finishReason }) },
    ],
    ...(finishReason === undefined ? {} : { usageMetadata: { promptTokenCount: 2, totalTokenCount: 5 } }),
    modelVersion: "gemini-fake",
  };
}

/** One event of an event stream. */
export function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

/** A whole streamed answer in chunked framing, one event a text; the last has the finish reason. */
export function streamReply(texts: readonly string[], finishReason = "STOP"): Uint8Array {
  const events = texts.map((text, index) =>
    chunk(event(answer(text, index === texts.length - 1 ? finishReason : undefined))),
  );
  return Buffer.concat([Buffer.from(streamHead()), ...events, Buffer.from(lastChunk)]);
}
