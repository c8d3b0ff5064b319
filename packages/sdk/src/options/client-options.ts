import { aTokenCache, isTokenCache, type TokenCache, unfitTokenCache } from "../auth/token-cache/token-cache.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { clientOption, conflictingOptions } from "../errors/option-errors.ts";
import type { OnEvent } from "../platform/events.ts";
import type { FetchLike } from "../platform/web-types.ts";
import { type BackendName, backendNames } from "../wire/backend-name.ts";
import type { Content } from "../wire/content.ts";
import { type Backend, isBackend } from "./backend.ts";
import type { CallOptions } from "./call-options.ts";
import { callRules, checkOptions } from "./check-options.ts";
import { isRecord, numberRule, type OptionRule } from "./option-rule.ts";

/**
 * Options of a client: those of a call, which every call of this client inherits, and its own. Checked by the
 * constructor, which throws `invalid_options` naming the option, what it got and what it takes.
 */
export interface GeminiOptions extends CallOptions {
  /** The Gemini CLI's login file; chooses Code Assist. Default `~/.gemini/oauth_creds.json` (`GEMINI_CLI_HOME` for `~`). */
  credentialsPath?: string | null | undefined;
  /** Where renewed tokens of the Gemini CLI's login are kept beyond the process; default in memory only. Other sign-ins need none. */
  tokenCache?: TokenCache | null | undefined;
  /** Which way to Gemini; default what docs/sign-in.md finds first. */
  backend?: BackendName | Backend | null | undefined;
  /** Google Cloud project id, for Code Assist and Vertex AI; default `GOOGLE_CLOUD_PROJECT`. */
  project?: string | null | undefined;
  /** Sends every request; default `node:https` on Node, the runtime's `fetch` elsewhere. Excludes `agent`. */
  fetch?: FetchLike | null | undefined;
  /** Node only: an `https.Agent` for proxies and own certificate authorities. Default a keep-alive agent. */
  agent?: object | null | undefined;
  /** Most bytes of one answer, after decompression; default 268,435,456 (256 MiB). More fails with `response_too_large`. */
  maxResponseBytes?: number | null | undefined;
  /** The conversation to continue, oldest turn first; copied, JSON of at most 1000 levels. Default empty. */
  history?: readonly Content[] | null | undefined;
  /** Hears requests, replies, token renewals and warnings. What it throws is ignored. */
  onEvent?: OnEvent | null | undefined;
}

const aFunction = (value: unknown) => typeof value === "function";
const aText = (value: unknown) => typeof value === "string" && value !== "";

const clientRules: Readonly<Record<keyof GeminiOptions, OptionRule>> = {
  ...callRules,
  credentialsPath: { takes: "the path of a Gemini CLI login file", fits: aText },
  tokenCache: { takes: aTokenCache, fits: isTokenCache, culprit: unfitTokenCache },
  backend: {
    takes: `${backendNames.map((name) => `"${name}"`).join(", ")}, or what codeAssist(), geminiApi() or vertex() returns`,
    fits: (value) => backendNames.some((name) => name === value) || isBackend(value),
  },
  project: { takes: "a project id", fits: aText },
  fetch: { takes: "a fetch function", fits: aFunction },
  agent: {
    takes: "an http.Agent or https.Agent",
    fits: (value) => isRecord(value) && typeof value.addRequest === "function",
  },
  maxResponseBytes: numberRule(1, Number.POSITIVE_INFINITY),
  history: { takes: "an array of Content", fits: Array.isArray },
  onEvent: { takes: "a function", fits: aFunction },
};

/** Throws `invalid_options` for client options that cannot be used. */
export function checkClientOptions(options: GeminiOptions): void {
  checkOptions(options, clientRules);
  const { backend, credentialsPath, tokenCache, project, fetch, agent } = options;
  if (backend != null && typeof backend === "object") {
    for (const [name, value] of Object.entries({ credentialsPath, tokenCache, project })) {
      if (value != null) throw besideBackend(backend, name);
    }
  }
  if (credentialsPath != null && typeof backend === "string" && backend !== "code-assist") {
    throw conflictingOptions("backend", "credentialsPath", "a login file belongs to code-assist");
  }
  if (fetch != null && agent != null) throw conflictingOptions("fetch", "agent", "an agent belongs to Node's own HTTP");
}

/** Throws `invalid_options` for options of a call that cannot be used. */
export function checkCallOptions(options: CallOptions): void {
  const misplaced = isRecord(options) && Object.keys(options).find((name) => isClientOnly(name));
  if (misplaced) throw clientOption(misplaced);
  checkOptions(options, callRules);
}

/** A Backend object was made without what the client is given. */
function besideBackend({ name: way }: Backend, name: string): GeminiError {
  const maker = way === "code-assist" ? "codeAssist" : way === "vertex" && name === "project" ? "vertex" : undefined;
  const remedy = maker && `Give it to ${maker}({ ${name} }).`;
  return conflictingOptions("backend", name, "a Backend object brings its own sign-in", remedy);
}

/** Whether an option belongs to the constructor of a client alone. */
export function isClientOnly(name: string): boolean {
  return Object.hasOwn(clientRules, name) && !Object.hasOwn(callRules, name);
}
