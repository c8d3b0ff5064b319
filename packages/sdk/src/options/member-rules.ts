import { invalidOption, unknownOption } from "../errors/option-errors.ts";
import { isRecord, type OptionRule } from "./option-rule.ts";

/** A rule for an object whose members have rules of their own. A member that is undefined is as good as none. */
export function membersRule(takes: string, members: Readonly<Record<string, OptionRule>>): OptionRule {
  const ruleOf = (member: string) => (Object.hasOwn(members, member) ? members[member] : undefined);
  const isUnfit = ([member, value]: [string, unknown]) =>
    value === undefined ? ruleOf(member) === undefined : ruleOf(member)?.fits(value) !== true;
  return {
    takes,
    fits: (value) => isRecord(value) && !Object.entries(value).some(isUnfit),
    culprit: (name, value) => {
      const [member, got] = (isRecord(value) && Object.entries(value).find(isUnfit)) || [];
      if (member === undefined) return undefined;
      const known = Object.keys(members).map((one) => `${name}.${one}`);
      const rule = ruleOf(member);
      return rule ? invalidOption(`${name}.${member}`, got, rule.takes) : unknownOption(`${name}.${member}`, known);
    },
  };
}

/** A rule for an array of at most so many elements. `many` and `one` say what they are. */
export function listRule(most: number, many: string, one: string, fits: (element: unknown) => boolean): OptionRule {
  const isShort = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length <= most;
  return {
    takes: `an array of at most ${most} ${many}`,
    fits: (value) => isShort(value) && value.every(fits),
    culprit: (name, value) => {
      const index = isShort(value) ? value.findIndex((element) => !fits(element)) : -1;
      return index < 0 ? undefined : invalidOption(`${name}[${index}]`, (value as readonly unknown[])[index], one);
    },
  };
}
