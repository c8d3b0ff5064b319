const COMMENT = /("(?:[^"\\]|\\[\s\S])*"?)|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const TRAILING_COMMA = /("(?:[^"\\]|\\[\s\S])*"?)|,(?=\s*[\]}])/g;

/** JSON with comments as JSON: comments and trailing commas become spaces, texts stay as they are. */
export function withoutComments(text: string): string {
  const keepTexts = (_match: string, string: string | undefined) => string ?? " ";
  return text.replace(COMMENT, keepTexts).replace(TRAILING_COMMA, keepTexts);
}
