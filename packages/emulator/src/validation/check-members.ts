import { isObject, type MemberCheck } from "./member-check.ts";
import { unknownName } from "./unknown-name.ts";

/** A check for every member that there can be. */
export type MemberChecks<Given> = { readonly [Member in keyof Required<Given>]: MemberCheck };

/**
 * Checks that an object from outside has no members but known ones, each of them good. A member that is undefined is absent.
 *
 * @param what Whose members they are, as the beginning of a sentence.
 * @throws Error that names the member at fault, and what is allowed.
 */
export function checkMembers<Given extends object>(what: string, given: Given, checks: MemberChecks<Given>): void {
  if (!isObject(given)) throw new Error(`${what} takes an object.`);
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name)) throw unknownName(`${what} has no member "${name}"`, name, Object.keys(checks));
    const problem = value === undefined ? undefined : checks[name as keyof Given](value);
    if (problem !== undefined) throw new Error(`${what}: "${name}" must be ${problem}.`);
  }
}
