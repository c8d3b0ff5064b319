import type { BodyPiece } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";

const encoder = new TextEncoder();

/** Copying a smaller piece costs less than a write of its own. */
const WORTH_A_WRITE_BYTES = 64 * 1024;

/** Returns the whole body in one array. */
export function bytesOf(pieces: readonly BodyPiece[]): Uint8Array<ArrayBuffer> {
  return joinBytes(pieces.map(encoded));
}

/** Returns the body in few pieces: strings and small arrays are joined, large arrays are not copied. */
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
