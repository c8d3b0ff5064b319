import type { SchemaChange } from "./schema-change.ts";

/**
 * The changes that cause a warning: the schema that is sent accepts more values than the caller's, or fewer.
 */
export function notableChanges(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  return changes.filter(({ action }) => action === "widened" || action === "narrowed");
}

/** The message of the warning `schema_changed`: which keywords of which schema. `place`: the option that has it. */
export function schemaChangedMessage(place: string, changes: readonly SchemaChange[]): string {
  const listed = changes
    .slice(0, MOST_LISTED)
    .map(({ path, keyword, action }) => `\`${keyword}\` at ${path} (${action})`);
  const more = changes.length > listed.length ? ` and ${changes.length - listed.length} more` : "";
  return `Gemini does not take the schema of \`${place}\` as it is, so these keywords were changed: ${listed.join(", ")}${more}. \`schemaReport(schema)\` says why.`;
}

const MOST_LISTED = 5;
