import { GeminiClient } from "gemini-ts";

const client = new GeminiClient();

// The web's types are those of the program: a handler that is declared to return a Response compiles.
export function handler(): Response {
  return client.generateStream("Hello!").toResponse({ headers: new Headers({ "x-own": "a" }) });
}

export const body: ReadableStream<Uint8Array> = client.generateStream("Hello!").toReadableStream();

export const response = new Response(client.generateStream("Hello!").toReadableStream());
