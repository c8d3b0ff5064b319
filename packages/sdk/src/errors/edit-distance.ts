/**
 * How many letters are added, removed, replaced, or swapped with their neighbour.
 * @see https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
 */
export function editDistance(first: string, second: string): number {
  // The distance between the first `row` letters of one word and the first `column` letters of the other.
  const matrix = [Array.from({ length: second.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number) => matrix[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= first.length; row += 1) {
    const cells = [row];
    matrix.push(cells);
    for (let column = 1; column <= second.length; column += 1) {
      const [letter, other] = [first[row - 1], second[column - 1]];
      const isSwapped = letter === second[column - 2] && other === first[row - 2];
      cells[column] = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (letter === other ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(first.length, second.length);
}
