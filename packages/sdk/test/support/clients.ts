import { expect, onTestFinished } from "vitest";
import { GeminiClient, GeminiError, type GeminiOptions, geminiApi, type StreamChunk } from "../../src/index.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { testPlatform } from "./platform.ts";

/** Both ways to HTTP on Node, for `describe.each`. */
export const transports: readonly { readonly transport: string; readonly options: GeminiOptions }[] = [
  { transport: "node:http", options: {} },
  { transport: "fetch", options: { fetch: globalThis.fetch } },
];

/**
 * A client that closes with the test. By default it does not retry, and sends text that the canaries look for.
 */
export function testClient(options: GeminiOptions = {}, platform: Platform = testPlatform()): GeminiClient {
  const client = new GeminiClient(
    {
      model: "gemini-3.5-flash-lite",
      retry: false,
      systemPrompt: "canary-system-prompt",
      headers: { "x-own": "canary-header" },
      ...options,
    },
    { platform },
  );
  onTestFinished(() => client.close());
  return client;
}

/** A `testClient()` of the Gemini API at a test's own server. */
export function clientAt(url: string, options: GeminiOptions = {}, platform?: Platform): GeminiClient {
  return testClient({ backend: geminiApi({ apiKey: "fake-key-canary", baseUrl: url }), ...options }, platform);
}

/** What a stream gave before it ended or failed. */
export interface Collected {
  readonly chunks: readonly StreamChunk[];
  readonly text: string;
  readonly error: unknown;
}

/** Reads a stream to its end or failure. */
export async function collect(stream: AsyncIterable<StreamChunk>): Promise<Collected> {
  const chunks: StreamChunk[] = [];
  let error: unknown;
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (thrown) {
    error = thrown;
  }
  return { chunks, text: chunks.map((chunk) => chunk.textDelta).join(""), error };
}

/** The GeminiError that a promise rejects with. Fails the test if it does not. */
export async function failureOf(work: Promise<unknown>): Promise<GeminiError> {
  const outcome = await work.then(
    () => "no failure",
    (error: unknown) => error,
  );
  return asGeminiError(outcome);
}

/** The GeminiError that an action throws. Fails the test if it throws none. */
export function thrownBy(action: () => unknown): GeminiError {
  try {
    action();
  } catch (error) {
    return asGeminiError(error);
  }
  throw new Error("nothing was thrown");
}

/** The value as the GeminiError that it has to be. */
export function asGeminiError(value: unknown): GeminiError {
  expect(value).toBeInstanceOf(GeminiError);
  return value as GeminiError;
}
