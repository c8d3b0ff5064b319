/** What to use in place of names that people expect: it ends the sentence "did you mean …?". */
export type Hints = ReadonlyMap<string, string>;

/** Each row: names, separated by spaces, and what to use in place of each of them. Case, `-` and `_` make no difference. */
export function hintsFrom(rows: readonly (readonly [names: string, hint: string])[]): Hints {
  return new Map(rows.flatMap(([names, hint]) => names.split(" ").map((name) => [normalized(name), hint] as const)));
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/**
 * Creates the error for an unknown name: suggests what is meant or the nearest allowed name, and lists all.
 *
 * @param problem The beginning of the message, without its full stop.
 */
export function unknownName(problem: string, name: string, allowed: readonly string[], hints?: Hints): Error {
  const near = nearestName(name, allowed);
  const likely = hints?.get(normalized(name)) ?? (near === undefined ? undefined : `"${near}"`);
  const guess = likely === undefined ? "." : `; did you mean ${likely}?`;
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
