import { ANNOTATIONS, REFERENCES } from "../convert/keywords.ts";
import { describesType, isLibrarySchema } from "./looks-like.ts";
import { findMisspelling } from "./misspelling.ts";
import type { SchemaDoubt } from "./schema-doubt.ts";
import { isExtension, KEYWORDS } from "./vocabulary.ts";

/** The remedy for properties outside `properties`. */
export const USE_PROPERTIES =
  'Put the properties of an object into `properties`: `{ type: "object", properties: { … } }`.';

const USE_LIBRARY = "Build the object with the library of its members as well, such as `z.object({ … })`.";

/** Keywords that restrict nothing and are common names of properties too. */
const TEXTS: ReadonlySet<string> = new Set(["title", "description", ...ANNOTATIONS]);

/** Annotations that hold a value, for which generators write `"string"`. */
const EXAMPLES = ["default", "example", "examples"];

/**
 * An object without keywords, which would accept any value: the properties of an object, or an example of one. The first row
 * that matches decides.
 *
 * | members besides those of tools and vocabularies | |
 * |---|---|
 * | none | no doubt: any value is meant |
 * | a reference | no doubt: it says what fits |
 * | names of properties, and texts such as `title`, that all describe types: `{ title: "string", year: "number" }` | certain; uncertain if they are texts and an example or default of one |
 * | a keyword | no doubt |
 * | no keyword, and one describes a type or is a misspelt keyword | certain |
 * | no keyword, in the whole schema | certain, unless there are members of tools and vocabularies |
 * | no keyword, further inside | uncertain: it can be a keyword of somebody's own |
 */
export function shapeDoubt(schema: Readonly<Record<string, unknown>>, path: string): SchemaDoubt | undefined {
  const all = Object.entries(schema).filter(([, value]) => value !== undefined);
  const own = all.filter(([name]) => !isExtension(name));
  if (own.length === 0 || all.some(([name]) => REFERENCES.includes(name))) return undefined;
  const unknown = own.filter(([name]) => !KEYWORDS.has(name));
  const problem = "has no JSON Schema keyword, so any value would fit";
  const doubt = { path, problem, remedy: USE_PROPERTIES, isCertain: true };
  if (own.length > unknown.length) {
    const areTypes = own.every(([name, value]) => (TEXTS.has(name) || !KEYWORDS.has(name)) && describesType(value));
    const hasExample = unknown.length === 0 && own.some(([name]) => EXAMPLES.includes(name));
    return areTypes && own.length > 1 ? { ...doubt, isCertain: !hasExample } : undefined;
  }
  for (const [name, value] of unknown) {
    const misspelling = findMisspelling(name, value, schema);
    if (misspelling?.isCertain) return { ...doubt, remedy: `Did you mean \`${misspelling.keyword}\`?` };
  }
  if (unknown.some(([, value]) => isLibrarySchema(value))) return { ...doubt, remedy: USE_LIBRARY };
  const isCertain = unknown.some(([, value]) => describesType(value)) || (path === "#" && all.length === own.length);
  return { ...doubt, isCertain };
}
