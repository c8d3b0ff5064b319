import type { AskedModel } from "../errors/model-errors.ts";
import { answeringModel } from "../models/retirement.ts";
import type { CallOptions, GenerationOptions } from "../options/call-options.ts";
import { checkExtraRequest } from "../options/extra-request.ts";
import { mergeHeaders, mergeOptions } from "../options/merge-options.ts";
import { buildRequest, type FallbackRequest, fallbackRequest } from "../request/build-request.ts";
import { checkModel } from "../request/check-model.ts";
import { type ResolvedRetry, resolveRetry } from "../retry/retry-options.ts";
import { type ResolvedTimeouts, resolveTimeouts } from "../scope/timeouts.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { type ModelsToCall, modelsToCall } from "./models-to-call.ts";

type RequestWithoutContents = ReturnType<typeof buildRequest>;

/** The request to one model to fall back on, and what it depends on. */
interface KnownFallback {
  readonly model: string;
  readonly answering: string;
  readonly backend: BackendName;
  readonly request: FallbackRequest;
}

/** The models to call, and what they depend on. */
interface KnownModels {
  readonly backend: BackendName;
  readonly named: string | undefined;
  readonly models: ModelsToCall;
}

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
  #fallback: KnownFallback | undefined;
  #checked: (AskedModel & { readonly backend: BackendName }) | undefined;
  #models: KnownModels | undefined;
  #request: { readonly model: string; readonly rest: RequestWithoutContents } | undefined;

  /**
   * Throws `invalid_options` if options of one layer exclude those of another.
   *
   * @param layers lowest first: a later layer overrides those before it
   */
  constructor(layers: readonly CallOptions[]) {
    this.generation = mergeOptions(...layers);
    checkExtraRequest(this.generation);
    this.timeouts = resolveTimeouts(...layers);
    this.canContinue = this.generation.continuation !== false;
    this.retry = resolveRetry(...layers);
    this.headers = mergeHeaders(...layers.map(({ headers }) => headers));
  }

  /** Throws `invalid_options` for an option that the model is known to refuse. */
  checkModel(model: AskedModel, backend: BackendName): void {
    const { asked, answering } = model;
    const known = this.#checked;
    if (known?.asked === asked && known.answering === answering && known.backend === backend) return;
    checkModel(this.generation, model, backend);
    this.#checked = { asked, answering, backend };
  }

  /** The models to call on this backend. `named`: the model that the options or the environment name. */
  modelsOn(backend: BackendName, named: string | undefined): ModelsToCall {
    if (this.#models?.backend !== backend || this.#models.named !== named) {
      const models = modelsToCall(backend, named, this.generation.fallbackModels ?? []);
      this.#models = { backend, named, models };
    }
    return this.#models.models;
  }

  /** A request to this model without its contents. Returns the same object until it is called with another model. */
  requestTo(model: string): RequestWithoutContents {
    if (this.#request?.model !== model) this.#request = { model, rest: buildRequest(this.generation, model) };
    return this.#request.rest;
  }

  /** The same for a model to fall back on: the options were chosen for another one. `now`: milliseconds since 1970. */
  fallbackRequestTo(model: string, backend: BackendName, now: number): FallbackRequest {
    const answering = answeringModel(model, backend, now);
    const known = this.#fallback;
    if (known?.model === model && known.answering === answering && known.backend === backend) return known.request;
    const request = fallbackRequest(this.generation, { asked: model, answering }, backend);
    this.#fallback = { model, answering, backend, request };
    return request;
  }
}

/** Whether options set anything that {@link CallSettings} holds: anything but `signal`. */
export function overridesSettings(options: CallOptions): boolean {
  return Object.entries(options).some(([name, value]) => name !== "signal" && value !== undefined);
}
