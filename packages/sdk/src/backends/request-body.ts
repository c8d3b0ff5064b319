import type { BodyPiece } from "../http/http.ts";

/**
 * The JSON of an object whose member `contents` is serialised already: pieces to be sent one after the other, so that a
 * long conversation is neither serialised again nor copied.
 * `before` and `after` are the text around the array's elements.
 */
export function bodyAround(before: string, contents: readonly BodyPiece[], after: string): readonly BodyPiece[] {
  const pieces: BodyPiece[] = [before];
  for (const [index, content] of contents.entries()) {
    if (index > 0) pieces.push(",");
    pieces.push(content);
  }
  pieces.push(after);
  return pieces;
}

/** A cache of a pure function, no state: most calls of a client differ only in their contents. */
const around = new WeakMap<object, ReturnType<typeof aroundContents>>();

/** The plain request: `{"contents":[…], …}`, as the Gemini API and Vertex AI take it. */
export function plainBody(contents: readonly BodyPiece[], rest: object): readonly BodyPiece[] {
  const known = around.get(rest) ?? aroundContents(rest);
  around.set(rest, known);
  const { head, tail } = known;
  return bodyAround(head, contents, tail);
}

/** The text before and after the elements of `contents` in `{"contents":[…], …rest}`. */
export function aroundContents(rest: object): { readonly head: string; readonly tail: string } {
  const others = JSON.stringify(rest);
  return { head: '{"contents":[', tail: others === "{}" ? "]}" : `],${others.slice(1)}` };
}
