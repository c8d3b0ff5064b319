import type { GenerateBackend } from "../backend.ts";
import { modelNotFound } from "../faults/errors/service-errors.ts";
import type { Catalogue, EmulatedModel } from "../models/catalogue.ts";

/**
 * The model that answers to a name on a service.
 *
 * @throws GoogleError `NOT_FOUND` for a name that the catalogue does not have.
 */
export function findModel(catalogue: Catalogue, name: string, service: GenerateBackend): EmulatedModel {
  const model = catalogue.find(name, service);
  if (model) return model;
  throw modelNotFound({ service, model: name });
}
