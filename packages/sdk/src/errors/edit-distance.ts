/**
 * How many letters are added, removed, replaced, or swapped with their neighbour.
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
export function editDistance(first: string, second: string): number {
  let [before, previous]: [readonly number[], readonly number[]] = [[], Array.from(`${second}.`, (_, index) => index)];
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const [own, other] = [first[row - 1], second[column - 1]];
      const at = (line: readonly number[], index: number) => line[index] ?? Number.POSITIVE_INFINITY;
      let least = Math.min(at(previous, column) + 1, at(current, column - 1) + 1);
      least = Math.min(least, at(previous, column - 1) + (own === other ? 0 : 1));
      const isSwapped = own === second[column - 2] && first[row - 2] === other;
      if (isSwapped) least = Math.min(least, at(before, column - 2) + 1);
      current.push(least);
    }
    [before, previous] = [previous, current];
  }
  return previous[second.length] ?? 0;
}
