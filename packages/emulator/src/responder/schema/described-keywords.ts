import { isObject } from "../../validation/property-check.ts";

/**
 * Keywords that Gemini's schemas lack. Clients tell them to the model in the description, a line each, such as `minLength: 5`,
 * and validate the answer.
 */
const DESCRIBED =
  /^(?:exclusiveMinimum|exclusiveMaximum|multipleOf|minLength|maxLength|minItems|maxItems|format|required): .+$/gm;

const LONGEST_DESCRIPTION = 10_000;

/** Members that a description requires: without them, a recursive schema would never end, so that Gemini does not require them. */
export const DESCRIBED_MEMBERS = "described required";

/** A schema with the keywords that its description names, as a model obeys them. Its own keywords come first. */
export function withDescribed(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { description } = schema;
  if (typeof description !== "string" || description.length > LONGEST_DESCRIPTION) return schema;
  const lines = description.match(DESCRIBED);
  if (!lines) return schema;
  const { required, ...described } = Object.fromEntries(lines.flatMap(readLine));
  return { ...described, ...schema, ...(required !== undefined && { [DESCRIBED_MEMBERS]: required }) };
}

function readLine(line: string): readonly (readonly [string, unknown])[] {
  const end = line.indexOf(": ");
  try {
    const value: unknown = JSON.parse(line.slice(end + 2));
    return isObject(value) ? [] : [[line.slice(0, end), value]];
  } catch {
    // Words that only look like a keyword.
    return [];
  }
}
