import type { WarningEvent } from "../platform/events.ts";
import type { SchemaChange } from "./schema-change.ts";

/**
 * The changes that cause a warning: the schema that is sent accepts more values than the caller's, or fewer.
 */
export function notableChanges(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  return changes.filter(({ action }) => action === "widened" || action === "narrowed");
}

/** The warning `schema_changed`: which keywords of which schema. `place`: the option that has it. */
export function schemaChangedWarning(place: string, changes: readonly SchemaChange[]): WarningEvent {
  const listed = changes
    .slice(0, MOST_LISTED)
    .map(({ path, keyword, action }) => `\`${keyword}\` at ${path} (${action})`);
  const more = changes.length > listed.length ? ` and ${changes.length - listed.length} more` : "";
  const summary = `Gemini does not take the schema of \`${place}\` as it is, so these keywords were changed: ${listed.join(", ")}${more}.`;
  return { type: "warning", code: "schema_changed", message: `${summary} \`schemaReport(schema)\` says why.`, summary };
}

const MOST_LISTED = 5;
