const encoder = new TextEncoder();
const COMMA = encoder.encode(",");

/**
 * The JSON of an object whose member `contents` is serialised already: pieces to be sent one after the other, so that a
 * long conversation is neither serialised again nor copied.
 * `before` and `after` are the text around the array's elements.
 */
export function bodyAround(before: string, contents: readonly Uint8Array[], after: string): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [encoder.encode(before)];
  for (const [index, content] of contents.entries()) {
    if (index > 0) pieces.push(COMMA);
    pieces.push(content);
  }
  pieces.push(encoder.encode(after));
  return pieces;
}

/** The plain request: `{"contents":[…], …}`, as the Gemini API and Vertex AI take it. */
export function plainBody(contents: readonly Uint8Array[], rest: object): readonly Uint8Array[] {
  const { head, tail } = aroundContents(rest);
  return bodyAround(head, contents, tail);
}

/** The text before and after the elements of `contents` in `{"contents":[…], …rest}`. */
export function aroundContents(rest: object): { readonly head: string; readonly tail: string } {
  const others = JSON.stringify(rest);
  return { head: '{"contents":[', tail: others === "{}" ? "]}" : `],${others.slice(1)}` };
}
