import { invalidOption, unknownOption } from "../errors/option-errors.ts";

/** Refuses what is no object, and members that are not known: a misspelt option would otherwise do nothing. */
export function checkMembers(name: string, options: unknown, known: readonly string[]): asserts options is object {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalidOption(name, options, `an object with ${known.join(", ")}`);
  }
  for (const member of Object.keys(options)) {
    if (!known.includes(member))
      throw unknownOption(
        `${name}.${member}`,
        known.map((one) => `${name}.${one}`),
      );
  }
}
