import type { BodyPiece } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";

const encoder = new TextEncoder();

/** Up to here, a copy is cheaper than a write. */
const WORTH_A_WRITE_BYTES = 64 * 1024;

/** The whole body in one array. */
export function bytesOf(pieces: readonly BodyPiece[]): Uint8Array<ArrayBuffer> {
  return joinBytes(pieces.map(encoded));
}

/** The same body in as few pieces as is worth while: texts and small arrays are joined, large ones are not copied. */
export function inFewWrites(pieces: readonly BodyPiece[]): readonly BodyPiece[] {
  if (pieces.every((piece) => typeof piece === "string")) return [pieces.join("")];
  const written: BodyPiece[] = [];
  let small: BodyPiece[] = [];
  const flush = () => {
    if (small.length > 0) written.push(bytesOf(small));
    small = [];
  };
  for (const piece of pieces) {
    if (typeof piece === "string" || piece.length < WORTH_A_WRITE_BYTES) {
      small.push(piece);
      continue;
    }
    flush();
    written.push(piece);
  }
  flush();
  return written;
}

function encoded(piece: BodyPiece): Uint8Array {
  return typeof piece === "string" ? encoder.encode(piece) : piece;
}
