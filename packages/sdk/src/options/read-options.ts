import { type OptionsOwner, optionsNotAnObject } from "../errors/argument-errors.ts";
import { isPlain, readable, readMembers } from "../validation/readable.ts";
import { isRecord } from "../wire/is-record.ts";

/** The options of a client, a call and so on, each read once. Throws `invalid_options`. */
export function readOptions<Options extends object>(options: Options, of: OptionsOwner): Options {
  readable("options", undefined, () => {
    if (!isOptionsObject(options)) throw optionsNotAnObject(options, of);
  });
  return readMembers("", options);
}

/**
 * Whether a value can hold options. An object of a class that keeps its state elsewhere, such as an `AbortSignal` or a
 * `Map`, would count as options that are all left out.
 */
function isOptionsObject(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  return Object.keys(value).length > 0 || isPlain(value);
}
