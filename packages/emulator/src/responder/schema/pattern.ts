const MAX_LENGTH = 200;
const CLASSES: Readonly<Record<string, string>> = { d: "0", w: "a", s: " ", D: "a", W: "-", S: "a", n: "\n", t: "\t" };

/**
 * A short text that matches a regular expression, made by reading it: the first of alternatives, the fewest of
 * repetitions. The expression itself is never run, since it comes from outside and could take for ever. Best effort:
 * look-arounds and back references are left out of account.
 */
export function textForPattern(pattern: string): string {
  return new PatternReader(pattern.slice(0, 1_000)).alternatives(0).slice(0, MAX_LENGTH);
}

class PatternReader {
  readonly #pattern: string;
  #position = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  alternatives(depth: number): string {
    const first = this.#sequence(depth);
    while (this.#pattern[this.#position] === "|") {
      this.#position++;
      this.#sequence(depth);
    }
    return first;
  }

  #sequence(depth: number): string {
    let text = "";
    while (this.#position < this.#pattern.length && !"|)".includes(this.#pattern[this.#position] ?? "")) {
      const piece = this.#piece(depth);
      text = (text + piece.repeat(this.#repetitions(piece))).slice(0, MAX_LENGTH);
    }
    return text;
  }

  #piece(depth: number): string {
    const character = this.#pattern[this.#position++] ?? "";
    if (character === "^" || character === "$") return "";
    if (character === ".") return "a";
    if (character === "[") return this.#characterClass();
    if (character === "(") return this.#group(depth);
    if (character !== "\\") return character;
    const escaped = this.#pattern[this.#position++] ?? "";
    return /[bB]/.test(escaped) ? "" : (CLASSES[escaped] ?? escaped);
  }

  #group(depth: number): string {
    const prefix =
      /^\?(?::|=|!|<=|<!|<\w{1,50}>)/.exec(this.#pattern.slice(this.#position, this.#position + 60))?.[0] ?? "";
    this.#position += prefix.length;
    // Deeper groups than any honest pattern has are read as if they ended here.
    const text = depth > 50 ? "" : this.alternatives(depth + 1);
    if (this.#pattern[this.#position] === ")") this.#position++;
    return /[=!]$/.test(prefix) ? "" : text;
  }

  #characterClass(): string {
    const end = this.#classEnd();
    const body = this.#pattern.slice(this.#position, end);
    this.#position = end + 1;
    const isNegated = body.startsWith("^");
    const first = body[isNegated ? 1 : 0] ?? "a";
    const listed = first === "\\" ? (CLASSES[body[isNegated ? 2 : 1] ?? ""] ?? body[isNegated ? 2 : 1] ?? "a") : first;
    if (!isNegated) return listed;
    return (
      ["a", "A", "0", "-", " "].find(
        (candidate) => !body.includes(candidate) && !(candidate === "a" && body.includes("\\w")),
      ) ?? "~"
    );
  }

  #classEnd(): number {
    for (let index = this.#position; index < this.#pattern.length; index++) {
      if (this.#pattern[index] === "\\") index++;
      else if (this.#pattern[index] === "]" && index > this.#position) return index;
    }
    return this.#pattern.length;
  }

  #repetitions(piece: string): number {
    const quantifier = /^(?:[*+?]|\{(\d{1,6})(?:,\d{0,6})?\})\??/.exec(
      this.#pattern.slice(this.#position, this.#position + 20),
    );
    if (!quantifier) return 1;
    this.#position += quantifier[0].length;
    if (quantifier[1] !== undefined) return Math.min(Number(quantifier[1]), MAX_LENGTH);
    return quantifier[0].startsWith("+") ? 1 : Number(quantifier[0].startsWith("*") && piece === "");
  }
}
