import { schemaNotConvertible } from "../errors/schema-errors.ts";
import { readable } from "../validation/readable.ts";
import { findDoubts } from "./shape/find-doubts.ts";
import type { SchemaDoubt } from "./shape/schema-doubt.ts";

/**
 * Checks whether a plain JSON Schema says what its author meant. Returns what is doubtful.
 *
 * @param place The option that has the schema, for errors.
 * @param isForeign Whether the caller cannot correct it: then certain mistakes are doubts too.
 * @throws GeminiError `invalid_options` with the path of the first certain mistake, and the fix.
 */
export function checkPlainSchema(place: string, schema: unknown, isForeign: boolean): readonly SchemaDoubt[] {
  const doubts = readable(place, schema, () => findDoubts(schema));
  const mistake = isForeign ? undefined : doubts.find(({ isCertain }) => isCertain);
  if (mistake !== undefined) throw schemaNotConvertible(place, mistake.path, mistake.problem, mistake.remedy);
  return doubts;
}
