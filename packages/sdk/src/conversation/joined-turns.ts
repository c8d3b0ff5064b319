import type { ModelRef, Turn } from "./turn.ts";

const encoder = new TextEncoder();

const COMMA = 44;
const FIRST_ROOM = 4 * 1024;

/** Bytes that several conversations may begin with. What is written stays; more is written behind it. */
interface Block {
  readonly bytes: Uint8Array;
  used: number;
}

/**
 * The JSON of turns as one model gets them, with commas between: one array of bytes that grows by what is new. A long
 * conversation then goes out in a few writes, where a thousand turns on their own cost more than the kernel's work.
 */
export class JoinedTurns {
  readonly #target: ModelRef;
  #block: Block = { bytes: new Uint8Array(FIRST_ROOM), used: 0 };
  #length = 0;
  /** How many turns are in it. */
  #count = 0;

  constructor(target: ModelRef) {
    this.#target = target;
  }

  /** Whether this is what that model gets. */
  isFor({ backend, model }: ModelRef): boolean {
    return this.#target.backend === backend && this.#target.model === model;
  }

  /** The bytes of these turns, which begin with those of the time before. What it gave before stays as it is. */
  bytesOf(turns: readonly Turn[]): Uint8Array {
    for (let index = this.#count; index < turns.length; index += 1) {
      const json = turns[index]?.jsonFor(this.#target);
      turns[index]?.forgetJson();
      if (json !== undefined) this.#append(encoder.encode(json));
    }
    this.#count = turns.length;
    return this.#block.bytes.subarray(0, this.#length);
  }

  /** For a conversation that goes on from here on its own. */
  fork(): JoinedTurns {
    const fork = new JoinedTurns(this.#target);
    fork.#block = this.#block;
    fork.#length = this.#length;
    fork.#count = this.#count;
    return fork;
  }

  #append(bytes: Uint8Array): void {
    const start = this.#length === 0 ? 0 : this.#length + 1;
    const end = start + bytes.length;
    // A fork may have written behind what is common to both.
    if (this.#block.used !== this.#length || end > this.#block.bytes.length) this.#moveTo(end);
    const block = this.#block;
    if (start > 0) block.bytes[start - 1] = COMMA;
    block.bytes.set(bytes, start);
    block.used = end;
    this.#length = end;
  }

  #moveTo(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, 2 * this.#length, FIRST_ROOM));
    larger.set(this.#block.bytes.subarray(0, this.#length));
    this.#block = { bytes: larger, used: this.#length };
  }
}
