import { platform } from "#platform";
import { GeminiClient } from "./client.ts";
import { Connections } from "./connections.ts";
import type { GeminiOptions } from "./options.ts";
import type { Contents } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { GenerateContentStream } from "./response/generate-content-stream.ts";

let connections: Connections | undefined;

/**
 * Asks once, without a conversation. Repeated calls share sign-in and connections; nothing has to be closed.
 *
 * ```ts
 * const { text } = await query("Explain quantum computing in one sentence");
 * ```
 *
 * Fails with a {@link GeminiError}.
 */
export async function query(prompt: Contents, options: GeminiOptions = {}): Promise<GenerateContentResponse> {
  return clientFor(options).generate(prompt);
}

/** The same as it is made. Starts at the first iteration. Throws `invalid_options` at once. */
export function queryStream(prompt: Contents, options: GeminiOptions = {}): GenerateContentStream {
  return clientFor(options).generateStream(prompt);
}

/** The caller's `fetch` or `agent` brings connections of its own; all others share the process's. */
function clientFor(options: GeminiOptions): GeminiClient {
  if (options?.fetch != null || options?.agent != null) return new GeminiClient(options);
  connections ??= new Connections({});
  return new GeminiClient(options, { platform, connections });
}
