import { isObject, type PropertyCheck } from "./property-check.ts";
import { type Hints, unknownName } from "./unknown-name.ts";

/** A check for each property of a type. */
export type PropertyChecks<Type> = { readonly [Property in keyof Required<Type>]: PropertyCheck };

/**
 * Checks that an object has known properties only, each with a valid value. A property that is `undefined` counts as absent.
 *
 * @param what What the object is, as the beginning of a sentence.
 * @param example Such an object.
 * @param hints What to use in place of unknown properties.
 * @throws Error that names the invalid property, and what is allowed.
 */
export function checkProperties<Type extends object>(
  what: string,
  value: Type,
  checks: PropertyChecks<Type>,
  example?: string,
  hints?: Hints,
): void {
  if (!isObject(value) || value instanceof RegExp) {
    throw new Error(`${what} must be an object${example ? `, such as ${example}` : ""}.`);
  }
  for (const [name, property] of Object.entries(value)) {
    if (!Object.hasOwn(checks, name)) {
      throw unknownName(`${what} has no property "${name}"`, name, Object.keys(checks), hints);
    }
    const problem = property === undefined ? undefined : checks[name as keyof Type](property);
    if (problem !== undefined) throw new Error(`${what}: "${name}" must be ${problem}.`);
  }
}
