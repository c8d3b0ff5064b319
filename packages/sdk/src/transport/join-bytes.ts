/** One array of bytes. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Up to here, a copy is cheaper than a write. */
const WORTH_A_WRITE_BYTES = 64 * 1024;

/** The same bytes in as few pieces as is worth while: neighbours are joined, large ones are not copied. */
export function inFewWrites(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const written: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const flush = () => {
    if (small.length > 0) written.push(small.length === 1 && small[0] ? small[0] : joinBytes(small));
    small = [];
  };
  for (const piece of pieces) {
    if (piece.length < WORTH_A_WRITE_BYTES) {
      small.push(piece);
      continue;
    }
    flush();
    written.push(piece);
  }
  flush();
  return written;
}
