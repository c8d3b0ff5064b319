import { platform } from "#platform";
import { CallDefaults } from "./call/call-defaults.ts";
import { ClientContext } from "./call/client-context.ts";
import { Connections } from "./call/connections.ts";
import { StatelessInit } from "./call/stateless-init.ts";
import { atEntry, captureCaller } from "./errors/caller.ts";
import type { GeminiError } from "./errors/gemini-error.ts";
import { invalidOption } from "./errors/option-errors.ts";
import { Exchange } from "./exchange.ts";
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
import { createStreamOf } from "./start-exchange.ts";

const sharedConnections = sharedState(() => new Connections({}));

/**
 * Generates one response without a conversation. Earlier turns can be passed as contents; the option `history` is
 * rejected. Repeated calls share sign-in and connections, and nothing has to be closed.
 *
 * ```ts
 * import { query } from "gemini-ts";
 *
 * const { text } = await query("Explain quantum computing in one sentence");
 * console.log(text);
 * ```
 *
 * Fails with a {@link GeminiError}.
 */
export function query<const S extends SchemaOption = undefined>(
  prompt: Contents,
  options: GeminiOptions & OutputOptions<S> = {},
): Promise<GenerateContentResponse<OutputOf<S>>> {
  const caller = captureCaller(query);
  return Exchange.generate(() => {
    const { context, defaults, output } = readAll(options);
    return new StatelessInit(context, defaults, prompt, output, caller);
  }, caller);
}

/** Like {@link query}, but streamed. Starts at the first iteration. Throws `invalid_options` at once. */
export function queryStream<const S extends SchemaOption = undefined>(
  prompt: Contents,
  options: GeminiOptions & OutputOptions<S> = {},
): StreamOf<S> {
  const { context, defaults, output } = atEntry(queryStream, () => readAll(options));
  const caller = captureCaller(queryStream);
  return createStreamOf(() => new StatelessInit(context, defaults, prompt, output, caller), caller);
}

/** A caller's `fetch` or `agent` needs its own connections; all other calls share those of the process. */
function readAll<S extends SchemaOption>(all: GeminiOptions & OutputOptions<S>) {
  const given = readOptions(all, "client");
  if (given.history != null) throw historyUnsupported(given.history);
  const { options: unchecked, output } = split(given);
  const options = validateClientOptions(unchecked);
  const isOwn = options.fetch != null || options.agent != null;
  const connections = isOwn ? new Connections(options) : sharedConnections(platform);
  checkToolChoice(options.toolChoice, options.tools);
  return { context: new ClientContext(options, platform, connections), defaults: new CallDefaults([options]), output };
}

/** The schema is an option of the call, all others are those of a client. */
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
