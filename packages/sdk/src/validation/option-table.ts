import { conflictingOptions, invalidOption } from "../errors/option-errors.ts";
import { isRecord } from "../wire/is-record.ts";
import { memberError, type OptionRule } from "./option-rule.ts";
import { readable, readMembers, readOnce } from "./readable.ts";

/**
 * The object types among the values of an option. Functions are left out: they have no state that a caller would
 * change.
 */
type ObjectIn<Value> = Extract<Exclude<Value, string | ((...args: never[]) => unknown)>, object>;

/** One option: the values it accepts and, if they can be objects, whether they are copied. */
export type OptionRow<Value> = OptionRule &
  ([ObjectIn<Value>] extends [never]
    ? unknown
    : {
        /**
         * true: a deep copy is kept, so that later changes to the caller's object have no effect. The value must be JSON.
         * "members": the object or array is copied, but not its members, such as functions.
         * false: the object itself is used, such as a signal or an agent.
         */
        readonly copied: boolean | "members";
      });

/** A row for every option. The compiler rejects a table that lacks one. */
export type OptionTable<Options> = { readonly [Name in keyof Options]-?: OptionRow<Options[Name]> };

/** Two options that exclude each other. */
export interface Conflict<Options> {
  readonly between: readonly [keyof Options & string, keyof Options & string];
  /** Why, ending the sentence "`a` and `b` exclude each other: …". */
  readonly why: string;
  /** Restricts the conflict. By default, two options conflict whenever both are set. */
  readonly when?: (options: Options) => boolean;
  /** What to do instead. The default is to pass only one of them. */
  readonly remedy?: (options: Options) => string | undefined;
}

/** The options that {@link validateOptions} checks. */
export interface OptionSet<Options> {
  /** The function that accepts the options, such as `vertex`, so that errors mention `vertex.project`. */
  readonly owner?: string;
  readonly table: OptionTable<Options>;
  readonly conflicts?: readonly Conflict<Options>[];
}

/**
 * Checks options and returns a copy that later changes by the caller do not affect. Every option accepts null and
 * undefined. Throws `invalid_options`, or a rule's own error, such as `endpoint_insecure`.
 */
export function validateOptions<Options extends object>(options: Options, set: OptionSet<Options>): Options {
  const { owner } = set;
  const isObject = readable(owner ?? "options", undefined, () => isRecord(options));
  if (!isObject) {
    const members = owner === undefined ? "" : ` with ${Object.keys(set.table).join(", ")}`;
    throw invalidOption(owner ?? "options", options, `an object${members}`);
  }
  return checkMembers(readMembers(owner === undefined ? "" : `${owner}.`, options), set);
}

/** The same for options whose members have been read, see {@link readMembers}. */
export function checkMembers<Options extends object>(options: Options, set: OptionSet<Options>): Options {
  const { owner, conflicts = [] } = set;
  const table = set.table as Readonly<Record<string, OptionRule & { readonly copied?: boolean | "members" }>>;
  const prefix = owner === undefined ? "" : `${owner}.`;
  const entries = Object.entries(options).map(([name, value]) => [name, checked(prefix, name, value, table)]);
  const own = Object.fromEntries(entries) as Options;
  for (const { between, why, when, remedy } of conflicts) {
    const [first, second] = between;
    if (own[first] == null || own[second] == null || when?.(own) === false) continue;
    throw conflictingOptions(`${prefix}${first}`, `${prefix}${second}`, why, remedy?.(own));
  }
  return own;
}

/** Checks an option and returns it, or its copy. What is checked is what is returned, whatever getters the caller's object has. */
function checked(
  prefix: string,
  name: string,
  value: unknown,
  table: Readonly<Record<string, OptionRule & { readonly copied?: boolean | "members" }>>,
): unknown {
  return readable(`${prefix}${name}`, value, () => {
    const copied = Object.hasOwn(table, name) ? table[name]?.copied : false;
    const own = copied ? readOnce(value, copied === true ? undefined : 1) : value;
    const error = memberError(prefix, { [name]: own ?? undefined }, table);
    if (error) throw error;
    if (!own || !copied) return own;
    return copied === true ? JSON.parse(JSON.stringify(own)) : Array.isArray(own) ? own : { ...own };
  });
}
