import { isWeb } from "#is-web";
import { apiKeyRule, loginPathRule, projectRule } from "../auth/credential-rules.ts";
import { type TokenCache, tokenCacheRule } from "../auth/token-cache/token-cache.ts";
import { ownerAsFetch } from "../errors/argument-errors.ts";
import { invalidOption } from "../errors/option-errors.ts";
import type { OnEvent } from "../platform/events.ts";
import { type Logger, loggerRule } from "../platform/logger.ts";
import type { FetchLike } from "../platform/web-types.ts";
import { functionRule, numberRule } from "../validation/option-rule.ts";
import type { OptionTable } from "../validation/option-table.ts";
import { type BackendName, backendNames } from "../wire/backend-name.ts";
import type { PromptContent } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { type Backend, isBackend } from "./backend.ts";
import { type CallOptions, callTable } from "./call-options.ts";

/**
 * Options of a client: those of a call, which every call of this client inherits, and its own. The constructor checks
 * them and throws `invalid_options`, which names the option and the values that it accepts.
 */
export interface GeminiOptions extends CallOptions {
  /**
   * An API key from https://aistudio.google.com/apikey: selects the Gemini API, whatever environment variables and login
   * files say. With `backend: "vertex"` it is a key for Vertex AI's express mode. Excludes a `backend` object (give the key
   * to that backend), `backend: "code-assist"` and `credentialsPath`.
   * @default `GEMINI_API_KEY`, else `GOOGLE_API_KEY`, if those select the backend
   */
  apiKey?: string | null | undefined;
  /**
   * Path of the Gemini CLI's login file. Selects Code Assist.
   * @default `~/.gemini/oauth_creds.json`, with `GEMINI_CLI_HOME` in place of `~` if that is set
   */
  credentialsPath?: string | null | undefined;
  /**
   * Stores renewed tokens of the Gemini CLI's login for later processes. Not used with other credentials.
   * @default in memory only
   */
  tokenCache?: TokenCache | null | undefined;
  /**
   * The backend to use.
   * @default the first for which credentials are found
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/sign-in.md
   */
  backend?: BackendName | Backend | null | undefined;
  /**
   * Google Cloud project id, for Code Assist and Vertex AI.
   * @default the environment variable `GOOGLE_CLOUD_PROJECT`
   */
  project?: string | null | undefined;
  /**
   * Sends every request. Excludes `agent`.
   * @default `node:https` on Node, the runtime's `fetch` elsewhere
   */
  fetch?: FetchLike | null | undefined;
  /**
   * An `https.Agent` for proxies and private certificate authorities. Node only. Excludes `fetch`.
   * @default a keep-alive agent, which uses the proxies of the environment if Node's switch for them is on
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/proxies.md
   */
  agent?: object | null | undefined;
  /**
   * Maximum size of one response in bytes after decompression; larger ones fail with `response_too_large`.
   * @default 268435456 (256 MiB)
   */
  maxResponseBytes?: number | null | undefined;
  /**
   * The conversation to continue, oldest turn first. Copied; JSON of at most 1,000 levels. Every function call needs its
   * result, except calls at the end. With `tools`, these open an exchange of the `defaultChat`, see `chat.pending`; without,
   * their results must be in the next prompt.
   * @default empty
   */
  history?: readonly PromptContent[] | null | undefined;
  /**
   * Called when a model call starts or ends, and for requests, responses, retries, token renewals and warnings. Errors
   * that it throws are ignored.
   */
  onEvent?: OnEvent | null | undefined;
  /**
   * Receives one line of text per event, without secrets: `console`, or any object with functions `debug`, `info`, `warn`
   * and `error`. Whatever they throw is ignored. `null` disables logging.
   * @default standard error if the environment variable `GEMINI_TS_LOG` is `debug`, `info` or `warn`, else none
   */
  logger?: Logger | null | undefined;
}

/** Every option of {@link GeminiOptions}. */
export const clientTable: OptionTable<GeminiOptions> = {
  ...callTable,
  apiKey: apiKeyRule,
  credentialsPath: loginPathRule,
  tokenCache: { ...tokenCacheRule, copied: false },
  backend: {
    expected: `${backendNames.map((name) => `"${name}"`).join(", ")}, or the result of codeAssist(), geminiApi() or vertex()`,
    accepts: (value) => backendNames.some((name) => name === value) || isBackend(value),
    copied: false,
  },
  project: projectRule,
  fetch: {
    ...functionRule("a fetch function"),
    errorFor: (name, value) =>
      isRecord(value) && typeof value.fetch === "function"
        ? ownerAsFetch(name)
        : invalidOption(name, value, "a fetch function"),
  },
  agent: {
    expected: isWeb
      ? "no value in this runtime, which sends with `fetch`: pass a `fetch` instead"
      : "an http.Agent or https.Agent",
    accepts: (value) => !isWeb && isRecord(value) && typeof value.addRequest === "function",
    copied: false,
  },
  maxResponseBytes: numberRule(1),
  // The conversation copies and freezes it.
  history: { expected: "an array of Content", accepts: Array.isArray, copied: false },
  onEvent: functionRule(),
  logger: { ...loggerRule, copied: false },
};
