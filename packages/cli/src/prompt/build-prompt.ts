/** The words of the command line and, after an empty line, the piped text; `""` if both are blank. */
export function buildPrompt(words: string, piped: string): string {
  const pieces = [words, piped.trimEnd()].filter((piece) => piece.trim() !== "");
  return pieces.join("\n\n");
}
