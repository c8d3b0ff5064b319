import { editDistance } from "./edit-distance.ts";
import { foreignOption, normalized } from "./foreign-options.ts";
import type { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";

/** The option does not exist. The remedy suggests the most similar one. */
export function unknownOption(name: string, known: readonly string[]): GeminiError {
  const wanted = normalized(name);
  const same = known.find((candidate) => normalized(candidate) === wanted);
  const hint = same === undefined ? foreignOption(name, known) : undefined;
  const near = same ?? (hint === undefined ? mostSimilar(wanted, known) : undefined);
  const shown = name.slice(0, 40);
  const remedy = near ? `Did you mean \`${near}\`?` : (hint ?? `The options are ${known.join(", ")}.`);
  return optionError(shown, `There is no option \`${shown}\`.`, remedy);
}

/** Shorter names have too many neighbours at a distance of 2. */
const SHORTEST_FOR_TWO_TYPOS = 6;

/** The one name that is nearest, with one typo, or two in a long name; undefined if several are equally near. */
function mostSimilar(wanted: string, known: readonly string[]): string | undefined {
  const farthest = wanted.length - (wanted.lastIndexOf(".") + 1) < SHORTEST_FOR_TWO_TYPOS ? 1 : 2;
  for (let distance = 1; distance <= farthest; distance += 1) {
    const similar = known.filter((one) => editDistance(normalized(one), wanted) === distance);
    if (similar.length > 0) return similar.length === 1 ? similar[0] : undefined;
  }
  return undefined;
}
