import { schemaProblem } from "../errors/schema-errors.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { SchemaChange } from "./schema-change.ts";
import type { SchemaDoubt } from "./shape/schema-doubt.ts";

/** More warnings than these say nothing new. */
const MOST_WARNINGS = 5;

/** How many changed keywords one warning names. */
const MOST_LISTED = 5;

/**
 * The warnings about a schema that can be sent: one `schema_changed` if what is sent accepts more values than the caller's, or
 * fewer, and a `schema_suspicious` for each doubt. `place`: the option that has the schema.
 */
export function schemaWarnings(
  place: string,
  changes: readonly SchemaChange[],
  doubts: readonly SchemaDoubt[],
): readonly WarningEvent[] {
  const notable = changes.filter(({ action }) => action === "widened" || action === "narrowed");
  const suspicious = doubts.slice(0, MOST_WARNINGS).map((doubt) => schemaSuspiciousWarning(place, doubt));
  return notable.length > 0 ? [...suspicious, schemaChangedWarning(place, notable)] : suspicious;
}

function schemaSuspiciousWarning(place: string, { path, problem, remedy }: SchemaDoubt): WarningEvent {
  const summary = schemaProblem(place, path, problem);
  return { type: "warning", code: "schema_suspicious", message: `${summary} ${remedy}`, summary };
}

/** Names the keywords that were changed. */
function schemaChangedWarning(place: string, changes: readonly SchemaChange[]): WarningEvent {
  const listed = changes
    .slice(0, MOST_LISTED)
    .map(({ path, keyword, action }) => `\`${keyword}\` at ${path} (${action})`);
  const more = changes.length > listed.length ? ` and ${changes.length - listed.length} more` : "";
  const summary = `Gemini does not accept the schema in \`${place}\` as it is, so these keywords were changed: ${listed.join(", ")}${more}.`;
  return { type: "warning", code: "schema_changed", message: `${summary} \`schemaReport(schema)\` says why.`, summary };
}
