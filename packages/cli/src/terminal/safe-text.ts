/**
 * The state of a filter between two characters:
 *
 * | state | entered by | left by |
 * |---|---|---|
 * | `text` | | |
 * | `escape` | ESC | its final byte, `0` to `~` (ESC c, ESC 7, ESC ( B) |
 * | `control` | ESC `[` or U+009B (CSI) | its final byte, `@` to `~` |
 * | `string` | ESC `]` `P` `X` `^` `_` or their C1 forms (OSC, DCS, SOS, PM, APC) | BEL, ST, CAN, SUB or the next escape |
 *
 * A newline leaves every state, so that a sequence without an end hides only the rest of its line.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
type State = "text" | "escape" | "control" | "string";

const ESCAPE = 0x1b;
const NEWLINE = 0x0a;

/** Text that is passed on unchanged: no control characters, no bidirectional overrides, no surrogates. */
const HARMLESS = /^[\t\n\x20-\x7e\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\uffff]*$/;

/**
 * Removes everything that a terminal would execute instead of showing it: escape sequences with their content, control
 * characters other than newline and tab (CR LF becomes newline), and bidirectional embeddings, overrides and isolates,
 * which change the visible order of a line. The text may arrive in pieces; the result does not depend on where it is
 * split. Unpaired surrogates become U+FFFD.
 */
export class SafeText {
  #state: State = "text";
  /** The first half of a surrogate pair, kept until the second half arrives. */
  #half = "";

  /** Returns the part of the next piece that may be shown. */
  write(piece: string): string {
    if (this.#state === "text" && this.#half === "" && HARMLESS.test(piece)) return piece;
    let shown = "";
    for (let index = 0; index < piece.length; index += 1) shown += this.#next(piece.charCodeAt(index));
    return shown;
  }

  /** Returns the rest at the end of the text. The filter can then be used for another text. */
  end(): string {
    this.#state = "text";
    return this.#takeHalf();
  }

  #next(unit: number): string {
    const known = this.#state;
    this.#state = nextState(known, unit);
    const isShown = this.#state === "text" && !endsSequence(known, unit) && !isExecuted(unit);
    return isShown ? this.#show(unit) : this.#takeHalf();
  }

  #show(unit: number): string {
    const character = String.fromCharCode(unit);
    if (isSecondHalf(unit)) {
      const pair = this.#half === "" ? "\ufffd" : this.#half + character;
      this.#half = "";
      return pair;
    }
    const before = this.#takeHalf();
    if (!isFirstHalf(unit)) return before + character;
    this.#half = character;
    return before;
  }

  #takeHalf(): string {
    const lost = this.#half === "" ? "" : "\ufffd";
    this.#half = "";
    return lost;
  }
}

/** Filters a whole text, see {@link SafeText}. */
export function safeText(text: string): string {
  const filter = new SafeText();
  return filter.write(text) + filter.end();
}

/** Filters a whole text and joins its lines. */
export function safeLine(text: string): string {
  return safeText(text.replaceAll(/[\r\u2028\u2029]/g, "\n"))
    .replaceAll(/\s+/g, " ")
    .trim();
}

function nextState(state: State, unit: number): State {
  if (unit === ESCAPE) return "escape";
  if (unit === NEWLINE) return "text";
  if (isC1(unit)) return stateAfterC1(unit);
  if (state === "escape") return stateAfterEscape(unit);
  // Other control characters do not end a sequence: a terminal executes them in the middle of it.
  if (state === "control") return isBetween(unit, 0x00, 0x3f) || unit === 0x7f ? "control" : "text";
  if (state === "string") return unit === 0x07 || unit === 0x18 || unit === 0x1a ? "text" : "string";
  return "text";
}

function stateAfterEscape(unit: number): State {
  const character = String.fromCharCode(unit);
  if (character === "[") return "control";
  if ("]PX^_".includes(character)) return "string";
  return isBetween(unit, 0x00, 0x2f) ? "escape" : "text";
}

function stateAfterC1(unit: number): State {
  if (unit === 0x9b) return "control";
  return [0x90, 0x98, 0x9d, 0x9e, 0x9f].includes(unit) ? "string" : "text";
}

/** Whether a character that ended a sequence is part of it. */
function endsSequence(before: State, unit: number): boolean {
  if (before === "escape") return isBetween(unit, 0x30, 0x7e);
  if (before === "control") return isBetween(unit, 0x40, 0x7e);
  return false;
}

function isExecuted(unit: number): boolean {
  if (unit === 0x09 || unit === NEWLINE) return false;
  return (
    unit < 0x20 || unit === 0x7f || isC1(unit) || isBetween(unit, 0x202a, 0x202e) || isBetween(unit, 0x2066, 0x2069)
  );
}

const isC1 = (unit: number) => isBetween(unit, 0x80, 0x9f);
const isFirstHalf = (unit: number) => isBetween(unit, 0xd800, 0xdbff);
const isSecondHalf = (unit: number) => isBetween(unit, 0xdc00, 0xdfff);
const isBetween = (unit: number, first: number, last: number) => unit >= first && unit <= last;
