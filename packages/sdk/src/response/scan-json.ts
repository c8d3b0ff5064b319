const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LETTER_U = 117;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEXADECIMAL = /[0-9a-fA-F]{4}/y;

/** What is no JSON, or too deep to be walked through. */
export const INVALID = -1;

/**
 * Where the JSON value ends that begins at `at`; {@link INVALID} where it is none, or nests deeper than `levels`. Makes
 * nothing of it, which takes half the time of a parser.
 */
export function skipValue(json: string, at: number, levels: number): number {
  const first = json.charCodeAt(at);
  if (first === QUOTE) return skipString(json, at);
  if (first === OPEN_OBJECT) return levels === 0 ? INVALID : skipMembers(json, at, levels - 1);
  if (first === OPEN_LIST) return levels === 0 ? INVALID : skipItems(json, at, levels - 1);
  if (first === MINUS || isDigit(first)) return endOf(NUMBER, json, at);
  for (const word of ["true", "false", "null"]) if (json.startsWith(word, at)) return at + word.length;
  return INVALID;
}

/** Where the string ends whose opening quote stands at `at`. */
export function skipString(json: string, at: number): number {
  for (let next = at + 1; ; next += 1) {
    const code = json.charCodeAt(next);
    if (code === QUOTE) return next + 1;
    // Not a number behind the end, so that this holds there too.
    if (!(code >= 32)) return INVALID;
    if (code !== BACKSLASH) continue;
    next += 1;
    if (json.charCodeAt(next) === LETTER_U) {
      if (endOf(HEXADECIMAL, json, next + 1) === INVALID) return INVALID;
      next += 4;
    } else if (next >= json.length || !'"\\/bfnrt'.includes(json.charAt(next))) return INVALID;
  }
}

/** Where the space that JSON allows between its pieces ends. */
export function skipSpace(json: string, at: number): number {
  let next = at;
  for (let code = json.charCodeAt(next); code === 32 || code === 10 || code === 13 || code === 9; ) {
    next += 1;
    code = json.charCodeAt(next);
  }
  return next;
}

function skipMembers(json: string, at: number, levels: number): number {
  let next = skipSpace(json, at + 1);
  if (json.charCodeAt(next) === CLOSE_OBJECT) return next + 1;
  for (;;) {
    if (json.charCodeAt(next) !== QUOTE) return INVALID;
    next = skipString(json, next);
    if (next === INVALID) return INVALID;
    next = skipSpace(json, next);
    if (json.charCodeAt(next) !== COLON) return INVALID;
    next = skipValue(json, skipSpace(json, next + 1), levels);
    if (next === INVALID) return INVALID;
    next = skipSpace(json, next);
    const code = json.charCodeAt(next);
    if (code === CLOSE_OBJECT) return next + 1;
    if (code !== COMMA) return INVALID;
    next = skipSpace(json, next + 1);
  }
}

function skipItems(json: string, at: number, levels: number): number {
  let next = skipSpace(json, at + 1);
  if (json.charCodeAt(next) === CLOSE_LIST) return next + 1;
  for (;;) {
    next = skipValue(json, next, levels);
    if (next === INVALID) return INVALID;
    next = skipSpace(json, next);
    const code = json.charCodeAt(next);
    if (code === CLOSE_LIST) return next + 1;
    if (code !== COMMA) return INVALID;
    next = skipSpace(json, next + 1);
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function endOf(pattern: RegExp, json: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(json) ? pattern.lastIndex : INVALID;
}
