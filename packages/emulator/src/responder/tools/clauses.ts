const PLACES =
  /\b(in|for|of|at) (\p{Lu}[\p{L}'-]{1,40}(?: \p{Lu}[\p{L}'-]{1,40}){0,3}(?:,? (?:and |& )?\p{Lu}[\p{L}'-]{1,40}(?: \p{Lu}[\p{L}'-]{1,40}){0,3}){1,8})/u;

/** "the weather in Paris and London" as one prompt for each place; a prompt without such a list as it is. */
export function promptPerPlace(prompt: string): readonly string[] {
  const match = PLACES.exec(prompt.slice(0, 1_000));
  const [whole = "", preposition = "", listed = ""] = match ?? [];
  if (!/ (?:and|&) /.test(listed)) return [prompt];
  const places = listed.split(/, (?:and |& )?| (?:and|&) /).filter((place) => place !== "");
  return places.map((place) => prompt.replace(whole, () => `${preposition} ${place}`));
}

/** The questions that a prompt holds: "the weather in Paris and the time in Tokyo" asks two. */
export function clausesOf(prompt: string): readonly string[] {
  return prompt
    .slice(0, 1_000)
    .split(/(?<=[.?!;])\s+|,? (?:and|then) (?=\p{Ll})/u)
    .filter((clause) => clause.trim() !== "");
}
