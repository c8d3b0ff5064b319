import type { ModelRef } from "../conversation/turn.ts";
import { resolveAlias } from "../models/aliases.ts";
import { DEFAULT_MODELS } from "../models/default-models.ts";
import { isSameModel } from "../models/model-name.ts";
import type { BackendName } from "../wire/backend-name.ts";

/** The model to call, and its fallback models, in order. */
export type ModelsToCall = readonly [ModelRef, ...ModelRef[]];

/** `named`: the model that the options or the environment name. Aliases stand for other models on other backends. */
export function modelsToCall(
  backend: BackendName,
  named: string | undefined,
  fallbacks: readonly string[],
): ModelsToCall {
  const first = named === undefined ? DEFAULT_MODELS[backend] : resolveAlias(named, backend);
  const all = [first, ...fallbacks.map((name) => resolveAlias(name, backend))];
  const others = all.filter((one, index) => all.findIndex((earlier) => isSameModel(earlier, one)) === index);
  return [{ backend, model: first }, ...others.slice(1).map((model) => ({ backend, model }))];
}

/**
 * The models of the next call of an exchange: first the one that answered the last call, so that an exchange stays with the
 * fallback model that it got to. Each round would otherwise ask, and wait for, a model that is overloaded or out of quota.
 */
export function beginningWith(models: ModelsToCall, answered: ModelRef | undefined): ModelsToCall {
  const index = answered === undefined ? 0 : models.findIndex((one) => isSameModel(one.model, answered.model));
  const first = models[index];
  return index > 0 && first ? [first, ...models.slice(index + 1), ...models.slice(0, index)] : models;
}
