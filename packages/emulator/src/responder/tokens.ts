// A word with its leading space is one token up to six letters, so that English comes to about four characters a token.
const TOKEN = / ?[\p{L}\p{M}]{1,6}| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]{1,3}|\s{1,8}/gu;

/** Cuts text into tokens. Joined they give the text back, and any number of leading tokens is cut the same way again. */
export function tokenize(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** How many tokens a text has. */
export function countTextTokens(text: string): number {
  return tokenize(text).length;
}

/** The text's first `limit` tokens. */
export function firstTokens(text: string, limit: number): string {
  const tokens = tokenize(text);
  return tokens.length <= limit ? text : tokens.slice(0, limit).join("");
}
