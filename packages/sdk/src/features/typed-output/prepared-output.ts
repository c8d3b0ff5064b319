import { conflictingOptions } from "../../errors/option-errors.ts";
import { validatorFailed } from "../../errors/output-errors.ts";
import type { GenerationOptions } from "../../options/call-options.ts";
import type { WarningEvent } from "../../platform/events.ts";
import { isError } from "../../platform/is-error.ts";
import { convertSchema } from "../../schema/convert-schema.ts";
import type { Opening } from "../../schema/json/json-outcome.ts";
import { readSchema } from "../../schema/read-schema.ts";
import { schemaWarnings } from "../../schema/schema-warnings.ts";
import type { Validated } from "../../schema/value-issue.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { isRecord } from "../../wire/is-record.ts";

/** A schema, ready to be sent. */
export interface PreparedOutput {
  /** The caller's schema as JSON Schema. */
  readonly json: unknown;
  /** What is sent. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** How each valid output begins, if all begin alike. */
  readonly opening: Opening | undefined;
  /** Whether validation returns values as they are. */
  readonly keepsValues: boolean;
  /** What of the schema is not sent, and what of it is doubtful. */
  readonly warnings: readonly WarningEvent[];
  /** Checks a value, within the deadlines of the call. Rejects with `output_invalid` if the schema's own code fails. */
  readonly validate: (value: unknown, scope: CallScope) => Promise<Validated>;
}

/** Reads and converts a schema. Throws `invalid_options`, `dependency_missing`. */
export async function prepareOutput(given: unknown, options: GenerationOptions): Promise<PreparedOutput> {
  checkConflicts(options);
  const { json, prepare, validate, keepsValues, doubts } = readSchema("schema", given);
  const { schema, changes } = convertSchema("schema", json, "response");
  await prepare();
  return {
    json,
    sent: schema,
    opening: openingOf(json),
    keepsValues,
    warnings: schemaWarnings("schema", changes, doubts),
    validate: (value, scope) => scope.waitFor(validated(validate, value)),
  };
}

async function validated(
  validate: (value: unknown) => Validated | Promise<Validated>,
  value: unknown,
): Promise<Validated> {
  try {
    return await validate(value);
  } catch (error) {
    throw validatorFailed(isError(error) ? error.name : typeof error);
  }
}

/** Undefined if the schema allows several kinds of values, or does not say so at its top. */
function openingOf(json: unknown): Opening | undefined {
  if (!isRecord(json) || json.nullable === true) return undefined;
  if (json.type === "object") return "{";
  if (json.type === "array") return "[";
  const branches = json.anyOf ?? json.oneOf;
  if (json.type !== undefined || !Array.isArray(branches)) return undefined;
  const [first, ...others] = branches.map(openingOf);
  return others.every((other) => other === first) ? first : undefined;
}

const JSON_TYPE = /^application\/json\b/i;

/** Members of `generationConfig` that say what `schema` says. Google takes them in snake case too. */
const OWN_MEMBERS = /^_?response_?(?:json_?schema|schema|format)$/i;

const MEDIA_TYPE = /^response_?mime_?type$/i;

function checkConflicts({ responseMimeType, extraGenerationConfig }: GenerationOptions): void {
  let isReplaced = false;
  for (const [member, value] of Object.entries(extraGenerationConfig ?? {})) {
    const path = `extraGenerationConfig.${member}`;
    if (value != null && OWN_MEMBERS.test(member)) {
      const why = `\`${path}\` describes the output as well`;
      throw conflictingOptions("schema", "extraGenerationConfig", why, `Leave out \`${member}\`.`);
    }
    if (!MEDIA_TYPE.test(member)) continue;
    isReplaced = true;
    checkMediaType(path, value);
  }
  if (!isReplaced) checkMediaType("responseMimeType", responseMimeType);
}

function checkMediaType(option: string, type: unknown): void {
  if (type == null || (typeof type === "string" && JSON_TYPE.test(type))) return;
  throw conflictingOptions("schema", option, "the output for `schema` is JSON", `Leave out \`${option}\`.`);
}
