import type { Catalogue, EmulatedModel } from "../models/catalogue.ts";
import { GoogleError } from "../reply/google-error.ts";

/**
 * The model of a name.
 *
 * @throws GoogleError `NOT_FOUND` for a name that the catalogue does not have.
 */
export function findModel(catalogue: Catalogue, name: string): EmulatedModel {
  const model = catalogue.find(name);
  if (model) return model;
  throw new GoogleError(
    "NOT_FOUND",
    `models/${name} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  );
}
