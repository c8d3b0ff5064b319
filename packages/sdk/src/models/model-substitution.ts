import { areNamesOfOne } from "./catalogue.ts";
import { namedFamily } from "./model-name.ts";

/**
 * Whether a response came from a model of another family than requested. The first row that matches decides:
 *
 * | requested or responding model | substitution |
 * |---|---|
 * | a name not of the form `gemini-<version>-<kind>`: empty, Gemma, a tuned model, an endpoint | no: the names cannot be compared |
 * | an alias such as `gemini-flash-latest` | no: it can mean any model |
 * | the same version and kind, with or without the suffix `-preview`, `-exp`, a number or a date | no |
 * | a documented rename | no |
 * | anything else, including documented redirections such as `gemini-3.7-flash` to `gemini-3.8-flash` | yes |
 *
 * The other model has its own price, limits and behaviour, even if Google announced the redirection.
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 */
export function isSubstitution(asked: string, answered: string | undefined): boolean {
  const one = namedFamily(asked);
  const other = namedFamily(answered ?? "");
  if (!one || !other || one.family === other.family) return false;
  return !one.stable || !other.stable || !areNamesOfOne(one.stable, other.stable);
}
