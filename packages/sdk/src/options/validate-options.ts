import { historyOfCall } from "../errors/argument-errors.ts";
import { normalized } from "../errors/foreign-options.ts";
import { clientOption } from "../errors/option-errors.ts";
import { type Conflict, checkMembers, type OptionSet } from "../validation/option-table.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { isBackend } from "./backend.ts";
import type { CallOptions } from "./call-options.ts";
import { type ChatOptions, chatTable } from "./chat-options.ts";
import { clientTable, type GeminiOptions } from "./client-options.ts";
import { checkExtraRequest } from "./extra-request.ts";
import { type SendOptions, sendTable } from "./output-options.ts";
import { readOptions } from "./read-options.ts";
import { checkChoiceForm } from "./tool-options.ts";

/** Options of a call or a chat that exclude each other. */
const callConflicts: readonly Conflict<CallOptions>[] = [
  { between: ["thinkingBudget", "thinkingLevel"], why: "Gemini rejects a request with both" },
  {
    between: ["timeout", "timeouts"],
    why: "`timeout` is short for `timeouts.total`",
    remedy: () => "Pass `timeouts` with `total`.",
  },
  {
    between: ["maxRetries", "retry"],
    why: "`maxRetries` is short for `retry.maxAttempts`",
    remedy: () => "Pass `retry` with `maxAttempts`, which also counts the first attempt.",
  },
];

/** Options of a client that exclude each other. The first row that applies is reported. */
const clientConflicts: readonly Conflict<GeminiOptions>[] = [
  ...callConflicts,
  conflictWithBackendObject("apiKey", { "gemini-api": "geminiApi", vertex: "vertex" }),
  conflictWithBackendObject("credentialsPath", { "code-assist": "codeAssist" }),
  conflictWithBackendObject("tokenCache", { "code-assist": "codeAssist" }),
  conflictWithBackendObject("project", { "code-assist": "codeAssist", vertex: "vertex" }),
  {
    between: ["backend", "credentialsPath"],
    when: ({ backend }) => backend !== "code-assist",
    why: "only code-assist uses a login file",
  },
  {
    between: ["apiKey", "backend"],
    when: ({ backend }) => backend === "code-assist",
    why: "Code Assist does not accept API keys",
  },
  { between: ["apiKey", "credentialsPath"], why: "each selects a sign-in" },
  {
    between: ["apiKey", "project"],
    when: ({ backend }) => backend === "vertex",
    why: "express mode has neither project nor location",
  },
  { between: ["fetch", "agent"], why: "an agent works only with Node's own HTTP client" },
];

/** `makers`: the functions that accept the option instead. */
function conflictWithBackendObject(
  option: "apiKey" | "credentialsPath" | "tokenCache" | "project",
  makers: Readonly<Partial<Record<BackendName, string>>>,
): Conflict<GeminiOptions> {
  return {
    between: ["backend", option],
    when: ({ backend }) => isBackend(backend),
    why: "a Backend object has its own sign-in",
    remedy: ({ backend }) => {
      const maker = isBackend(backend) ? makers[backend.name] : undefined;
      return maker && `Pass it to ${maker}({ ${option} }).`;
    },
  };
}

/** Checks a client's options and returns a copy. Throws `invalid_options`. */
export function validateClientOptions(options: GeminiOptions): GeminiOptions {
  return validated(readOptions(options, "client"), { table: clientTable, conflicts: clientConflicts });
}

/**
 * Checks a call's options and returns a copy: a call that waits must not see later changes to the caller's objects. Throws
 * `invalid_options`.
 */
export function validateCallOptions(options: SendOptions): SendOptions {
  const given = readOptions(options, "call");
  if ("history" in given) throw historyOfCall();
  rejectClientOptions(given, sendTable, "a single call");
  return validated<SendOptions>(given, { table: sendTable, conflicts: callConflicts });
}

/** Checks a chat's options and returns a copy. Throws `invalid_options`. */
export function validateChatOptions(options: ChatOptions): ChatOptions {
  const given = readOptions(options, "chat");
  rejectClientOptions(given, chatTable, "a chat");
  return validated(given, { table: chatTable, conflicts: callConflicts });
}

/** Checks options alone and with each other. */
function validated<Options extends CallOptions>(given: Options, set: OptionSet<Options>): Options {
  checkChoiceForm(given);
  const own = checkMembers(given, set);
  checkExtraRequest(own);
  return own;
}

/** Throws `invalid_options` for an option that only a client has, in any style: `api_key` too. */
function rejectClientOptions(options: object, table: object, of: string): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(table, name)) continue;
    const known = Object.keys(clientTable).find((one) => normalized(one) === normalized(name));
    if (known !== undefined && !Object.hasOwn(table, known)) throw clientOption(name, of, known);
  }
}
