import { nameWords } from "./name-words.ts";

const MOST_CHARACTERS = 1_000;

/** The form of an argument, by its format or the words of its name. */
const FORMS: readonly (readonly [words: readonly string[], form: RegExp])[] = [
  [["email", "to", "recipient"], /[\w.+-]{1,64}@[\w.-]{1,100}\w/],
  [["date"], /\b\d{4}-\d{2}-\d{2}\b/],
  [["url", "uri", "link"], /https?:\/\/[^\s"'<>)]{1,500}/],
  [["path", "file", "filename"], /(?<![\w./~-])[\w~.-]{0,100}[./][\w./-]{0,200}\w/],
];
const QUOTED = /"([^"\n]{1,300})"|“([^”\n]{1,300})”|`([^`\n]{1,300})`/g;
const NAME = "\\p{Lu}[\\p{L}'’-]{1,40}(?:,? \\p{Lu}[\\p{L}'’-]{1,40}){0,4}";
const AFTER_PREPOSITION = new RegExp(`\\b(?:in|for|at|of|to|from|about|saying) (${NAME}|[^\\s,?!]{1,200})`, "gu");

/** Values for the arguments of a function, out of the part of a prompt that asks for it. */
export class PromptValues {
  readonly #prompt: string;
  readonly #numbers: number[];
  readonly #texts: string[];

  constructor(prompt: string) {
    this.#prompt = prompt.slice(0, MOST_CHARACTERS);
    const numbers = this.#prompt.matchAll(/(?<![\w.])-?\d{1,15}(?:\.\d{1,10})?/g);
    this.#numbers = Array.from(numbers, ([match]) => Number(match));
    const found = [...this.#prompt.matchAll(QUOTED), ...this.#prompt.matchAll(AFTER_PREPOSITION)];
    this.#texts = found.map((groups) => withoutMark(groups.slice(1).find((group) => group !== undefined) ?? ""));
  }

  /** Whether the prompt has a number left for an optional argument. */
  hasNumber(accepts: (value: number) => boolean): boolean {
    return this.#numbers.some(accepts);
  }

  /** Whether the prompt has a string of the form that the format or the name of an optional argument implies. */
  hasFormed(key: string, format: unknown): boolean {
    return formOf(key, format)?.test(this.#prompt) ?? false;
  }

  /** The next number that `accepts` accepts. */
  number(accepts: (value: number) => boolean): number | undefined {
    const at = this.#numbers.findIndex(accepts);
    return at < 0 ? undefined : this.#numbers.splice(at, 1)[0];
  }

  /**
   * A string of the form that the format or the name of the argument implies. If there is none, and no format: the next quoted
   * string, or the next one after a preposition, or the whole prompt.
   */
  text(key: string, format: unknown): string | undefined {
    const formed = formOf(key, format)?.exec(this.#prompt)?.[0];
    if (formed === undefined) {
      return format === undefined ? (this.#texts.shift() ?? withoutMark(this.#prompt)) : undefined;
    }
    this.#texts.splice(0, this.#texts.length, ...this.#texts.filter((text) => text !== formed));
    return formed;
  }
}

function formOf(key: string, format: unknown): RegExp | undefined {
  const words = typeof format === "string" ? [format.toLowerCase()] : nameWords(key);
  return FORMS.find(([names]) => names.some((name) => words.includes(name)))?.[1];
}

function withoutMark(text: string): string {
  return text.replace(/[.?!]{1,5}$/, "");
}
