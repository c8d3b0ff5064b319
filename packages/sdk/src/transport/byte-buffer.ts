const FIRST_ROOM = 1024;
const KEPT_ROOM = 64 * 1024;

/** Bytes that come in pieces, copied. The room doubles, so that even single bytes cost linear time and little memory. */
export class ByteBuffer {
  #bytes = new Uint8Array(FIRST_ROOM);
  #length = 0;

  /** How many bytes wait. */
  get length(): number {
    return this.#length;
  }

  /** Adds a piece. */
  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = length;
  }

  /** Everything, and starts anew. What it gives is valid until the next `append()`. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    if (this.#bytes.length > KEPT_ROOM) this.#bytes = new Uint8Array(FIRST_ROOM);
    this.#length = 0;
    return taken;
  }
}
