/**
 * Why the library's own token cache cannot be used, in words that may be shown: no token is in them. `remedy` says what to do,
 * if it is not to fix the cache or to leave out `tokenCache`.
 */
export class TokenCacheProblem extends Error {
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
