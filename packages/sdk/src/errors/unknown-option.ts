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
    const similar = known.filter((one) => typosBetween(normalized(one), wanted) === distance);
    if (similar.length > 0) return similar.length === 1 ? similar[0] : undefined;
  }
  return undefined;
}

/** Letters that were added, left out, replaced or swapped with the next one (Damerau and Levenshtein). */
function typosBetween(first: string, second: string): number {
  // Names of options are short; what a caller passes may be long.
  if (Math.abs(first.length - second.length) > 2) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const isSame = first[row - 1] === second[column - 1];
      const replaced = at(last, column - 1) + (isSame ? 0 : 1);
      const isSwapped =
        row > 1 && column > 1 && first[row - 1] === second[column - 2] && first[row - 2] === second[column - 1];
      const swapped = isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, second.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
