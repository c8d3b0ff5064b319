import { historyOfCall } from "../errors/argument-errors.ts";
import { clientOption } from "../errors/option-errors.ts";
import { type Conflict, checkMembers } from "../validation/option-table.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { isBackend } from "./backend.ts";
import type { CallOptions } from "./call-options.ts";
import { type ChatOptions, chatTable } from "./chat-options.ts";
import { clientTable, type GeminiOptions } from "./client-options.ts";
import { type SendOptions, sendTable } from "./output-options.ts";
import { readOptions } from "./read-options.ts";

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
  {
    between: ["tools", "extraRequest"],
    when: ({ extraRequest }) => extraRequest?.tools != null,
    why: "`extraRequest.tools` would replace `tools`",
    remedy: () => "Pass functions as `tool({ … })`, and Google's own tools as `googleSearch()` and so on, in `tools`.",
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
    why: "Code Assist signs in with the Gemini CLI's login",
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
  return checkMembers(readOptions(options, "client"), { table: clientTable, conflicts: clientConflicts });
}

/**
 * Checks a call's options and returns a copy: a call that waits must not see later changes to the caller's objects. Throws
 * `invalid_options`.
 */
export function validateCallOptions(options: SendOptions): SendOptions {
  const given = readOptions(options, "call");
  if ("history" in given) throw historyOfCall();
  rejectClientOptions(given, sendTable, "a single call");
  return checkMembers<SendOptions>(given, { table: sendTable, conflicts: callConflicts });
}

/** Checks a chat's options and returns a copy. Throws `invalid_options`. */
export function validateChatOptions(options: ChatOptions): ChatOptions {
  const given = readOptions(options, "chat");
  rejectClientOptions(given, chatTable, "a chat");
  return checkMembers(given, { table: chatTable, conflicts: callConflicts });
}

function rejectClientOptions(options: object, table: object, of: string): void {
  const misplaced = Object.keys(options).find((name) => isClientOption(name, table));
  if (misplaced) throw clientOption(misplaced, of);
}

function isClientOption(name: string, table: object): boolean {
  return Object.hasOwn(clientTable, name) && !Object.hasOwn(table, name);
}
