import { gemini3 } from "./gemini-3.ts";
import { gemini4 } from "./gemini-4.ts";
import { mediaModels } from "./media-models.ts";
import type { ModelFacts } from "./model-facts.ts";
import { bareModelName, namedFamily } from "./model-name.ts";
import { olderModels } from "./older-models.ts";

/**
 * All models that this version knows. Everything in the library that depends on a model reads this list.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/models.md
 */
export const catalogue: readonly ModelFacts[] = [...gemini4, ...gemini3, ...mediaModels, ...olderModels];

/**
 * The facts about a model. The first row that matches decides; undefined for names that this version does not know.
 *
 * | name | facts |
 * |---|---|
 * | a name in the catalogue | its own |
 * | a version of one, such as `gemini-3.8-flash-001` or `gemini-2.5-flash-preview-09-2025` | those of the model |
 * | a name that begins like a group, such as `gemma-4-31b-it` | those of the group |
 */
export function findModel(name: string): ModelFacts | undefined {
  if (known.has(name)) return known.get(name);
  const bare = bareModelName(name).replace(/@.*$/, "");
  const facts = catalogue.find((row) => namesOf(row).includes(bare)) ?? ofVersion(bare) ?? ofGroup(bare);
  if (known.size === MOST_KNOWN) known.clear();
  known.set(name, facts);
  return facts;
}

/** What was found for names: every call asks several times, and a program uses few models. */
const known = new Map<string, ModelFacts | undefined>();
const MOST_KNOWN = 100;

/** Whether two names are stable names of one model. */
export function areNamesOfOne(one: string, other: string): boolean {
  return catalogue.some((facts) => namesOf(facts).includes(one) && namesOf(facts).includes(other));
}

function namesOf({ name, codeAssistName }: ModelFacts): readonly string[] {
  return codeAssistName === undefined ? [name] : [name, codeAssistName];
}

function ofVersion(bare: string): ModelFacts | undefined {
  const family = namedFamily(bare)?.family;
  if (family === undefined) return undefined;
  return catalogue.find(({ name }) => name === family || name === `${family}-preview`);
}

function ofGroup(bare: string): ModelFacts | undefined {
  return catalogue.find(({ isGroup, name }) => isGroup && bare.startsWith(name));
}
