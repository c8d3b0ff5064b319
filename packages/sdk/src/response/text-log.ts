const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const FIRST_BLOCK_BYTES = 4 * 1024;
const LARGEST_BLOCK_BYTES = 256 * 1024;

interface Block {
  readonly bytes: Uint8Array;
  /** Where each text ends; the next begins there. */
  readonly ends: number[];
}

/**
 * Well-formed texts that are kept in case somebody asks for them. As bytes in a few blocks: were every event of a long stream
 * kept as an object or a string, the garbage collector would carry them about, which costs as much as all else together.
 */
export class TextLog {
  /** The first text, as long as it is the only one: most answers that are not streamed have no more. */
  #only: string | undefined;
  readonly #blocks: Block[] = [];

  /** Keeps a text. */
  add(text: string): void {
    if (this.#only === undefined && this.#blocks.length === 0) {
      this.#only = text;
      return;
    }
    if (this.#only !== undefined) this.#append(this.#only);
    this.#only = undefined;
    this.#append(text);
  }

  /** All texts, oldest first. */
  *texts(): Generator<string, void, undefined> {
    if (this.#only !== undefined) yield this.#only;
    for (const block of this.#blocks)
      for (let index = 0; index < block.ends.length; index += 1) yield textAt(block, index);
  }

  /** All texts, newest first. */
  *newestFirst(): Generator<string, void, undefined> {
    if (this.#only !== undefined) yield this.#only;
    for (const block of [...this.#blocks].reverse()) {
      for (let index = block.ends.length - 1; index >= 0; index -= 1) yield textAt(block, index);
    }
  }

  /** All texts in one. */
  joined(): string {
    return (this.#only ?? "") + this.#blocks.map(({ bytes, ends }) => decode(bytes, 0, ends.at(-1))).join("");
  }

  #append(text: string): void {
    const block = this.#blocks.at(-1);
    if (block && write(block, text)) return;
    const wanted = Math.min(LARGEST_BLOCK_BYTES, block ? 2 * block.bytes.length : FIRST_BLOCK_BYTES);
    // A text that fills a block by itself gets exactly what it takes; three bytes are the most that a character takes.
    if (3 * text.length > wanted) {
      const bytes = encoder.encode(text);
      this.#blocks.push({ bytes, ends: [bytes.length] });
      return;
    }
    const next: Block = { bytes: new Uint8Array(wanted), ends: [] };
    this.#blocks.push(next);
    write(next, text);
  }
}

/** False where the block has no room for it. */
function write({ bytes, ends }: Block, text: string): boolean {
  const start = ends.at(-1) ?? 0;
  if (bytes.length - start < text.length) return false;
  const { read, written } = encoder.encodeInto(text, bytes.subarray(start));
  if (read < text.length) return false;
  ends.push(start + written);
  return true;
}

function textAt({ bytes, ends }: Block, index: number): string {
  return decode(bytes, ends[index - 1] ?? 0, ends[index]);
}

function decode(bytes: Uint8Array, from: number, to: number | undefined): string {
  return decoder.decode(bytes.subarray(from, to));
}
