import type { GeminiClient, GeminiEvent, GeminiOptions, GenerateContentResponse } from "../../../src/index.ts";
import { clientAt } from "../../support/clients.ts";
import { startRawServer } from "../../support/raw-server.ts";
import { chunk, event, jsonReply, lastChunk, streamHead } from "../../support/replies.ts";

export type Part = Readonly<Record<string, unknown>>;

/** A payload of one part. */
export const part = (one: Part, members: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [one] }, index: 0, ...members }],
});
/** A payload without parts that ends the candidate. */
export const end = (finishReason: string | null, members: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [] }, finishReason, index: 0, ...members }],
});
/** Token counts. */
export const counts = { promptTokenCount: 5, candidatesTokenCount: 2, totalTokenCount: 7 };
/** A part that only thinks. */
export const thought = { text: "canary-thought", thought: true };
/** How Gemini 3 ends its streams. */
export const signed = { text: "", thoughtSignature: "c2ln" };

/** A server that sends these events as a stream, and the last argument as a whole. It counts the requests. */
export async function serving(events: readonly object[], whole: object = {}, options: GeminiOptions = {}) {
  const body = Buffer.concat([
    Buffer.from(streamHead()),
    ...events.map((one) => chunk(event(one))),
    Buffer.from(lastChunk),
  ]);
  const server = await startRawServer(({ path, socket }) => {
    socket.write(path.includes("stream") ? body : jsonReply(whole));
  });
  const seen: GeminiEvent[] = [];
  const onEvent = (one: GeminiEvent) => void seen.push(one);
  const retry = { initialDelayMs: 1 };
  const client = clientAt(server.url, { retry, onEvent, ...options });
  return {
    client,
    requests: () => server.requests.length,
    warnings: () => seen.filter(({ type }) => type === "warning"),
  };
}

/** The whole of a streamed response in the client's chat. */
export const streamed = (client: GeminiClient): Promise<GenerateContentResponse> =>
  client.sendMessageStream("canary-prompt").response();
