/** Why a token cache of ours cannot be used, in words that may be shown: no token is in them. */
export class TokenCacheProblem extends Error {}
