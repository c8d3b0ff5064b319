/** What a body does next: it gives bytes, waits, or ends in another way than HTTP asks for. */
export type Step =
  | { readonly bytes: Uint8Array }
  | { readonly waitMs: number }
  | { readonly end: "cut" | "reset" | "silence" };

/** All that a body does, in order. It may go on for ever. */
export type Script = AsyncIterable<Step>;
