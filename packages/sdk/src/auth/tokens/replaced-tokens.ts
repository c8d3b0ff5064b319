/**
 * Which refresh token stands for which: Google has replaced the first by the second. Kept for good, since the Gemini CLI
 * throws a replacement away and writes the token that it knows back into the file.
 */
export class ReplacedTokens {
  readonly #current = new Map<string, string>();

  /** The token that works now. */
  currentOf(token: string): string {
    return this.#current.get(token) ?? token;
  }

  /** Google has replaced a token that worked until now. */
  replace(former: string, current: string): void {
    for (const [first, last] of this.#current) if (last === former) this.#current.set(first, current);
    this.#current.set(former, current);
    this.#current.delete(current);
  }
}
