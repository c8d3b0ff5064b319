import type { GenerateBackend } from "../backend.ts";
import { modelNotFound } from "../faults/errors/service-errors.ts";
import type { Catalogue, EmulatedModel } from "../models/catalogue.ts";

/**
 * Finds the model that answers under a name on a service.
 *
 * @throws GoogleError `NOT_FOUND` for an unknown name.
 */
export function findModel(catalogue: Catalogue, name: string, service: GenerateBackend): EmulatedModel {
  const model = catalogue.find(name, service);
  if (model) return model;
  throw modelNotFound({ service, model: name });
}
