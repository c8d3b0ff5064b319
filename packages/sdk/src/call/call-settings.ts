import type { CallOptions, GenerationOptions } from "../options/call-options.ts";
import { mergeHeaders, mergeOptions } from "../options/merge-options.ts";
import { buildRequest } from "../request/build-request.ts";
import { type ResolvedRetry, resolveRetry } from "../retry/retry-options.ts";
import { type ResolvedTimeouts, resolveTimeouts } from "../scope/timeouts.ts";

type RequestWithoutContents = ReturnType<typeof buildRequest>;

/** What the options of a client and those of a call come to, all choices made. */
export class CallSettings {
  readonly generation: GenerationOptions;
  readonly timeouts: ResolvedTimeouts;
  /** Undefined: nothing is retried. */
  readonly retry: ResolvedRetry | undefined;
  /** The caller's own, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  #request: { readonly model: string; readonly rest: RequestWithoutContents } | undefined;

  /** Lowest precedence first. */
  constructor(layers: readonly CallOptions[]) {
    const [client = {}, chat = {}, call = {}] = layers;
    const inherited = { ...mergeOptions(client, chat) };
    this.generation = mergeOptions(inherited, call);
    this.timeouts = resolveTimeouts(call.timeouts, chat.timeouts, client.timeouts);
    this.retry = resolveRetry(call.retry, chat.retry === undefined ? client.retry : chat.retry);
    this.headers = mergeHeaders(mergeHeaders(client.headers, chat.headers), call.headers);
  }

  /** Everything of a request to this model but its contents; the same object for the same model, one after the other. */
  requestTo(model: string): RequestWithoutContents {
    if (this.#request?.model !== model) this.#request = { model, rest: buildRequest(this.generation, model) };
    return this.#request.rest;
  }
}

/** Whether a call has nothing to say that its client has not said; a signal is each call's own. */
export function bringsNoSettings(call: CallOptions): boolean {
  return Object.entries(call).every(([name, value]) => name === "signal" || value === undefined);
}
