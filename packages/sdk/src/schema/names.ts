import { invalidFunctionName, invalidParameterName } from "../errors/schema-errors.ts";

const FUNCTION_NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;
const PARAMETER_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * Throws `invalid_options` unless Gemini accepts the name of a function.
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function checkFunctionName(place: string, name: unknown): asserts name is string {
  if (typeof name !== "string" || !FUNCTION_NAME.test(name)) throw invalidFunctionName(place, name);
}

/**
 * Throws `invalid_options` unless Gemini accepts the names of a function's parameters.
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 */
export function checkParameterNames(place: string, names: Iterable<string>): void {
  for (const name of names) {
    if (!PARAMETER_NAME.test(name)) throw invalidParameterName(place, name);
  }
}
