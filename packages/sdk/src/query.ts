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
 * Generates one response without a conversation. Earlier turns can be passed as contents; the option `history` is
 * rejected. Repeated calls share sign-in and connections, and nothing has to be closed.
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

/** Like {@link query}, but streamed. Starts at the first iteration. Throws `invalid_options` at once. */
export function queryStream(prompt: Contents, options: GeminiOptions = {}): GenerateContentStream {
  return clientFor(options).generateStream(prompt);
}

/** A caller's `fetch` or `agent` needs its own connections; all other calls share those of the process. */
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
