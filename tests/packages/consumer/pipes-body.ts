/** A server that sends a stream on, as the guides show it, with the `lib` that Vite and Next.js write into tsconfig.json. */
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { GeminiClient } from "gemini-ts";

const client = new GeminiClient({ apiKey: "fake-key" });

export async function send(response: ServerResponse): Promise<void> {
  await pipeline(client.generateStream("Hello").toReadableStream(), response);
}

export async function count(): Promise<number> {
  let bytes = 0;
  for await (const piece of client.generateStream("Hello").toReadableStream()) bytes += piece.byteLength;
  return bytes;
}

export const answer: Response = new Response(client.generateStream("Hello").toReadableStream());
