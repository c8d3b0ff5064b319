import { isGeminiError } from "../../errors/gemini-error.ts";
import type { WarningEvent } from "../../platform/events.ts";
import { convertSchema } from "../../schema/convert-schema.ts";
import { readSchema } from "../../schema/read-schema.ts";
import { schemaWarnings } from "../../schema/schema-warnings.ts";
import { checkConverted } from "./check-converted.ts";

/**
 * Checks the arguments of a call. Returns them, with all transforms applied, or what is wrong with them. `rounded`: the same
 * with numbers for the integers beyond 2^53, which are strings in `args`; undefined if it has none.
 */
export type Validate = (
  args: unknown,
  rounded: unknown,
) => Promise<{ readonly args: unknown } | { readonly issues: readonly string[] }>;

/** The parameters of a function. */
export interface PreparedParameters {
  /** The JSON Schema to send; undefined for a function without parameters. */
  readonly json: unknown;
  readonly validate: Validate;
  /** About changes that affect which values the schema accepts, and about what of it is doubtful. */
  readonly warnings: readonly WarningEvent[];
}

/**
 * Reads and converts the schema of a function. Throws `invalid_options`.
 *
 * @param isChecked Whether the arguments are checked elsewhere.
 */
export async function prepareParameters(
  place: string,
  parameters: unknown,
  isChecked = false,
): Promise<PreparedParameters> {
  if (parameters == null) return { json: undefined, validate: unchecked, warnings: [] };
  const { json, prepare, validate, isPlain, doubts } = readSchema(place, parameters, isChecked);
  const { schema, changes } = convertSchema(place, json, "parameters");
  const warnings = schemaWarnings(place, changes, doubts);
  if (isChecked) return { json: schema, validate: unchecked, warnings };
  const hasValidator = await prepare().then(() => true, isMissing);
  const check = async (args: unknown): ReturnType<Validate> => {
    if (!hasValidator) {
      const issues = checkConverted(schema, args);
      return issues.length > 0 ? { issues } : { args };
    }
    const checked = await validate(args);
    if (checked.issues === undefined) return { args: checked.value };
    return { issues: checked.issues.map(({ path, message }) => (path === "#" ? message : `${path}: ${message}`)) };
  };
  return {
    json: schema,
    validate: async (args, rounded) => {
      const checked = await check(args);
      // Of other schemas, the types promise numbers for integers.
      if ("args" in checked || !isPlain || rounded === undefined) return checked;
      return "args" in (await check(rounded)) ? { args } : checked;
    },
    warnings,
  };
}

async function unchecked(args: unknown): Promise<{ readonly args: unknown }> {
  return { args };
}

/** Functions need no package: without it, arguments are checked against the schema that is sent. Returns false, or rethrows. */
function isMissing(error: unknown): false {
  if (isGeminiError(error, "dependency_missing")) return false;
  throw error;
}
