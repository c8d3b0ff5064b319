import { platform } from "#platform";
import { Connections } from "./call/connections.ts";
import { GeminiClient } from "./client.ts";
import type { GeminiError } from "./errors/gemini-error.ts";
import { invalidOption } from "./errors/option-errors.ts";
import type { GeminiOptions } from "./options/client-options.ts";
import { sharedState } from "./platform/shared-state.ts";
import type { Contents } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { GenerateContentStream } from "./response/generate-content-stream.ts";

const sharedConnections = sharedState(() => new Connections({}));

/**
 * Asks once, without a conversation: what went before stands in the contents, and the option `history` is refused.
 * Repeated calls share sign-in and connections; nothing has to be closed.
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
  if (options?.history != null) throw historyUnsupported(options.history);
  if (options?.fetch != null || options?.agent != null) return new GeminiClient(options);
  return new GeminiClient(options, { platform, connections: sharedConnections(platform) });
}

function historyUnsupported(history: unknown): GeminiError {
  return invalidOption("history", history, "nothing").with({
    summary: "`history` is not supported by query().",
    remedy: "Pass the whole conversation as contents, or use a GeminiClient.",
  });
}
