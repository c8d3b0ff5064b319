/**
 * What must never be shown. Test tokens, keys and prompts are made to be found: the emulator's tokens have a form of
 * their own, and everything else that is secret in a test contains the word "canary" or one of these beginnings.
 */
const SECRETS: readonly RegExp[] = [
  /fake-(?:access|refresh)-token-[0-9a-f]{6}-\d+/,
  /canary/i,
  /fake-(?:client-)?secret/,
  /fake-key\b/,
  /Bearer \S*fake/i,
  /ya29\.fake/,
  /1\/\/fake/,
  // The secret of the Gemini CLI's OAuth client is public, and still nothing that belongs into an error.
  /GOCSPX-/,
];

const EXCERPT_CHARACTERS = 60;

/** The first secret of a text with a little of what stands around it, or undefined. */
export function secretIn(text: string): string | undefined {
  for (const secret of SECRETS) {
    const found = secret.exec(text);
    if (!found) continue;
    const from = Math.max(0, found.index - EXCERPT_CHARACTERS);
    return text.slice(from, found.index + found[0].length + EXCERPT_CHARACTERS);
  }
  return undefined;
}
