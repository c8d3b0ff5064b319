/** One step of a body: it sends bytes, waits, or ends in a way that HTTP does not allow. */
export type Step =
  | { readonly bytes: Uint8Array }
  | { readonly waitMs: number }
  | { readonly end: "cut" | "reset" | "silence" };

/** The steps of a body, in order. A script may be endless. */
export type Script = AsyncIterable<Step>;
