/** Why a token cache of ours cannot be used, and what to do, in words that may be shown: no token is in them. */
export class TokenCacheProblem extends Error {
  readonly remedy: string;

  constructor(message: string, remedy = "Mend it, or leave out `tokenCache`.") {
    super(message);
    this.remedy = remedy;
  }
}
