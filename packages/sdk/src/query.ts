import { platform } from "#platform";
import { Connections } from "./call/connections.ts";
import { GeminiClient } from "./client.ts";
import { atEntry } from "./errors/caller.ts";
import type { GeminiError } from "./errors/gemini-error.ts";
import { invalidOption } from "./errors/option-errors.ts";
import type { GeminiOptions } from "./options/client-options.ts";
import type { OutputOptions, SendOptions } from "./options/output-options.ts";
import { readOptions } from "./options/read-options.ts";
import { checkToolChoice } from "./options/tool-options.ts";
import { validateClientOptions } from "./options/validate-options.ts";
import { sharedState } from "./platform/shared-state.ts";
import type { Contents } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { StreamOf } from "./response/generate-content-stream.ts";
import type { OutputOf, SchemaOption } from "./schema/output-schema.ts";

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
export async function query<const S extends SchemaOption = undefined>(
  prompt: Contents,
  options: GeminiOptions & OutputOptions<S> = {},
): Promise<GenerateContentResponse<OutputOf<S>>> {
  const { client, output } = atEntry(query, () => clientFor(options));
  return client.generate(prompt, output);
}

/** Like {@link query}, but streamed. Starts at the first iteration. Throws `invalid_options` at once. */
export function queryStream<const S extends SchemaOption = undefined>(
  prompt: Contents,
  options: GeminiOptions & OutputOptions<S> = {},
): StreamOf<S> {
  const { client, output } = atEntry(queryStream, () => clientFor(options));
  return client.generateStream(prompt, output);
}

/** A caller's `fetch` or `agent` needs its own connections; all other calls share those of the process. */
function clientFor<S extends SchemaOption>(all: GeminiOptions & OutputOptions<S>) {
  const given = readOptions(all, "client");
  if (given.history != null) throw historyUnsupported(given.history);
  const { options: unchecked, output } = split(given);
  const options = validateClientOptions(unchecked);
  const isOwn = options.fetch != null || options.agent != null;
  const parts = isOwn ? {} : { platform, connections: sharedConnections(platform) };
  const client = new GeminiClient(options, parts);
  checkToolChoice(options.toolChoice, options.tools);
  return { client, output };
}

/** Clients have no schema, so it goes to the call. */
function split<S extends SchemaOption>(given: GeminiOptions & OutputOptions<S>) {
  const { schema, repairAttempts, ...options } = given;
  const output: SendOptions<S> = {};
  if (schema !== undefined) output.schema = schema;
  if (repairAttempts !== undefined) output.repairAttempts = repairAttempts;
  return { options, output };
}

function historyUnsupported(history: unknown): GeminiError {
  return invalidOption("history", history, "nothing").with({
    summary: "`history` is not supported by query().",
    remedy: "Pass the whole conversation as contents, or use a GeminiClient.",
  });
}
