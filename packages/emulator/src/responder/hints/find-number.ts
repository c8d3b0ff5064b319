import type { Extracts } from "./extract.ts";
import { keyWords, stem } from "./key-words.ts";

/** Units that tell what a number is, by the name of the value. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  age: ["years", "year"],
  price: ["dollars", "euros", "usd", "eur"],
  duration: ["minutes", "hours", "seconds", "minute", "hour"],
  temperature: ["degrees", "°"],
  brightness: ["percent", "%"],
};

/** Finds the prompt's numbers for values: by a word next to the number, else the next one that nobody has taken. */
export class NumberFinder {
  readonly #extracts: Extracts;
  readonly #taken = new Set<number>();

  constructor(extracts: Extracts) {
    this.#extracts = extracts;
  }

  /** The number for a value of this name, among those that `accepts` lets pass. Each is given once. */
  find(key: string, accepts: (value: number) => boolean): number | undefined {
    const words = keyWords(key).map(stem);
    const near = [...words, ...words.flatMap((word) => UNITS[word] ?? [])];
    const free = this.#extracts.numbers.flatMap((number, index) =>
      this.#taken.has(index) || !accepts(number.value) ? [] : [{ ...number, index }],
    );
    const chosen =
      free.find(
        ({ before, after }) => near.includes(stem(before)) || near.includes(stem(after)) || near.includes(after),
      ) ?? free[0];
    if (chosen) this.#taken.add(chosen.index);
    return chosen?.value;
  }
}
