import { jsonAt } from "./json-of-turns.ts";
import { isSameRef, type ModelRef, type Turn } from "./turn.ts";

const encoder = new TextEncoder();

const COMMA = 44;
/** Bytes. */
const SMALLEST_BLOCK = 4 * 1024;

/** Bytes that several forks may share. Written bytes never change; new ones are appended. */
interface Block {
  readonly bytes: Uint8Array;
  used: number;
}

/**
 * The JSON of turns for one model, joined by commas in one growing array of bytes. So a long conversation is sent in a few
 * writes; a write for each of a thousand turns would cost more than the rest of the request.
 */
export class JoinedTurns {
  readonly #target: ModelRef;
  #block: Block = { bytes: new Uint8Array(SMALLEST_BLOCK), used: 0 };
  #length = 0;
  /** The number of turns that it contains. */
  #count = 0;
  #hasSignatures = false;

  constructor(target: ModelRef) {
    this.#target = target;
  }

  /** Whether the turns are for this model. */
  isFor(model: ModelRef): boolean {
    return isSameRef(this.#target, model);
  }

  /** The number of turns. */
  get count(): number {
    return this.#count;
  }

  /** Whether the bytes contain signatures. A turn that another chat shares may have lost its own since it was joined. */
  get hasSignatures(): boolean {
    return this.#hasSignatures;
  }

  /**
   * The bytes of these turns, which must begin with the turns of the previous call. Bytes returned earlier do not
   * change.
   */
  bytesOf(turns: readonly Turn[]): Uint8Array {
    for (let index = this.#count; index < turns.length; index += 1) {
      const json = jsonAt(turns, index, this.#target, false);
      this.#hasSignatures ||= turns[index]?.sendsSignatures(this.#target) === true;
      turns[index]?.forgetJson();
      if (json !== undefined) this.#append(encoder.encode(json));
    }
    this.#count = turns.length;
    return this.#block.bytes.subarray(0, this.#length);
  }

  /** A copy for a fork of the conversation. Both share the block until both have appended to it. */
  fork(): JoinedTurns {
    const fork = new JoinedTurns(this.#target);
    fork.#block = this.#block;
    fork.#length = this.#length;
    fork.#count = this.#count;
    fork.#hasSignatures = this.#hasSignatures;
    return fork;
  }

  #append(bytes: Uint8Array): void {
    const start = this.#length === 0 ? 0 : this.#length + 1;
    const end = start + bytes.length;
    // A fork may have appended to the shared block.
    if (this.#block.used !== this.#length || end > this.#block.bytes.length) this.#moveTo(end);
    const block = this.#block;
    if (start > 0) block.bytes[start - 1] = COMMA;
    block.bytes.set(bytes, start);
    block.used = end;
    this.#length = end;
  }

  #moveTo(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, 2 * this.#length, SMALLEST_BLOCK));
    larger.set(this.#block.bytes.subarray(0, this.#length));
    this.#block = { bytes: larger, used: this.#length };
  }
}
