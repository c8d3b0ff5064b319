/** JSON with comments as JSON: comments and trailing commas become spaces, texts stay as they are. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\[^])*"?)|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|,(?=(?:\s|\/\/[^\r\n]*|\/\*[^]*?\*\/)*[\]}])/g,
    (_whole, string: string | undefined) => string ?? " ",
  );
}
