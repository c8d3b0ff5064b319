import type { CallOptions, GenerationOptions } from "../options/call-options.ts";
import { mergeHeaders, mergeOptions } from "../options/merge-options.ts";
import { buildRequest, type FallbackRequest, fallbackRequest } from "../request/build-request.ts";
import { type ResolvedRetry, resolveRetry } from "../retry/retry-options.ts";
import { type ResolvedTimeouts, resolveTimeouts } from "../scope/timeouts.ts";
import type { BackendName } from "../wire/backend-name.ts";

type RequestWithoutContents = ReturnType<typeof buildRequest>;

/** Layers of options merged, such as a client's and a call's, with defaults applied. */
export class CallSettings {
  readonly generation: GenerationOptions;
  readonly timeouts: ResolvedTimeouts;
  /** Undefined if retries are disabled. */
  readonly retry: ResolvedRetry | undefined;
  /** Whether a long response is continued. */
  readonly canContinue: boolean;
  /** Headers that the caller adds, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  #fallback: { readonly model: string; readonly backend: BackendName; readonly request: FallbackRequest } | undefined;
  #request: { readonly model: string; readonly rest: RequestWithoutContents } | undefined;

  /** @param layers lowest first: a later layer overrides those before it */
  constructor(layers: readonly CallOptions[]) {
    this.generation = mergeOptions(...layers);
    this.timeouts = resolveTimeouts(...layers);
    this.canContinue = this.generation.continuation !== false;
    this.retry = resolveRetry(...layers);
    this.headers = mergeHeaders(...layers.map(({ headers }) => headers));
  }

  /** A request to this model without its contents. Returns the same object until it is called with another model. */
  requestTo(model: string): RequestWithoutContents {
    if (this.#request?.model !== model) this.#request = { model, rest: buildRequest(this.generation, model) };
    return this.#request.rest;
  }

  /** The same for a model to fall back on: the options were chosen for another one. */
  fallbackRequestTo(model: string, backend: BackendName): FallbackRequest {
    if (this.#fallback?.model !== model || this.#fallback.backend !== backend) {
      this.#fallback = { model, backend, request: fallbackRequest(this.generation, model, backend) };
    }
    return this.#fallback.request;
  }
}

/** Whether options set anything that {@link CallSettings} holds: anything but `signal`. */
export function overridesSettings(options: CallOptions): boolean {
  return Object.entries(options).some(([name, value]) => name !== "signal" && value !== undefined);
}
