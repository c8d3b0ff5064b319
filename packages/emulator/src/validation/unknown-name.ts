/**
 * Creates the error for an unknown name: suggests the nearest allowed name, and lists all.
 *
 * @param problem The beginning of the message, without its full stop.
 */
export function unknownName(problem: string, name: string, allowed: readonly string[]): Error {
  const likely = nearestName(name, allowed);
  const guess = likely === undefined ? "." : `; did you mean "${likely}"?`;
  return new Error(`${problem}${guess} Allowed: ${allowed.join(", ")}.`);
}

/** The allowed name with the fewest different letters, or one that starts with the unknown name. */
export function nearestName(name: string, allowed: readonly string[]): string | undefined {
  const given = name.toLowerCase();
  const slips = Math.ceil(given.length / 3);
  const near = allowed
    .map((one) => ({ one, distance: distanceOf(given, one.toLowerCase()) }))
    .filter(({ distance }) => distance <= slips)
    .toSorted((first, second) => first.distance - second.distance)[0];
  return near?.one ?? allowed.find((one) => given.length > 2 && one.toLowerCase().startsWith(given));
}

/** The Levenshtein distance. */
function distanceOf(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...one].entries()) {
    const line = [row + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (above[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      line.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
