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
import type { RequestRest } from "./call-contents.ts";
import { type ModelsToCall, modelsToCall } from "./models-to-call.ts";

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
  readonly #check = lastResult((asked: string, answering: string, backend: BackendName) =>
    checkModel(this.generation, { asked, answering }, backend),
  );
  readonly #request = lastResult((model: string) => buildRequest(this.generation, model));
  readonly #fallback = lastResult((asked: string, answering: string, backend: BackendName) =>
    fallbackRequest(this.generation, { asked, answering }, backend),
  );
  /**
   * The models to call on this backend. `named`: the model that the options or the environment name. Only that one can continue
   * from a token of the caller; another would begin again.
   */
  readonly modelsOn = lastResult((backend: BackendName, named: string | undefined): ModelsToCall => {
    const { fallbackModels, extraRequest } = this.generation;
    const hasToken = extraRequest?.continuationToken != null;
    return modelsToCall(backend, named, hasToken ? [] : (fallbackModels ?? []));
  });

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
  checkModel({ asked, answering }: AskedModel, backend: BackendName): void {
    this.#check(asked, answering, backend);
  }

  /** A request to this model without its contents. Returns the same object until it is called with another model. */
  requestTo(model: string): RequestRest {
    return this.#request(model);
  }

  /** The same for a model to fall back on: the options were chosen for another one. `now`: milliseconds since 1970. */
  fallbackRequestTo(model: string, backend: BackendName, now: number): FallbackRequest {
    return this.#fallback(model, answeringModel(model, backend, now), backend);
  }
}

/** Keeps the last result of a pure function for calls with the same arguments: most calls of a program are alike. */
function lastResult<Args extends readonly (string | undefined)[], Value>(make: (...args: Args) => Value) {
  let last: { readonly args: Args; readonly value: Value } | undefined;
  return (...args: Args): Value => {
    if (!last?.args.every((arg, index) => arg === args[index])) last = { args, value: make(...args) };
    return last.value;
  };
}

/** Whether options set anything that {@link CallSettings} holds: anything but `signal`. */
export function overridesSettings(options: CallOptions): boolean {
  return Object.entries(options).some(([name, value]) => name !== "signal" && value !== undefined);
}
