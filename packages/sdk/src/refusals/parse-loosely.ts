/** What keeps a page from running JSON as a script, and the beginning of an event in a stream. */
const PREFIX = /^\s*(?:\)\]\}',?|data:)/;

/**
 * Parses JSON even with the no-break spaces and stray commas that Google's front ends sometimes send, or after a prefix that
 * front ends and gateways put before it. Undefined if that fails too.
 */
export function parseLoosely(text: string): unknown {
  return parseOr(text, () => parseOr(tidied(text.replace(PREFIX, "")), () => undefined));
}

function parseOr(text: string, otherwise: () => unknown): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise();
  }
}

/** Characters after which, or before which, a comma separates nothing. */
const NO_COMMA_AFTER = new Set(["", "[", "{", ","]);
const NO_COMMA_BEFORE = new Set(["", "]", "}", ","]);

/** Drops commas that separate nothing, and replaces no-break spaces, except within strings. One pass over the text. */
function tidied(text: string): string {
  let result = "";
  /** The last character that is not white space, outside of strings. */
  let last = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"') {
      const end = endOfString(text, at);
      result += text.slice(at, end);
      last = character;
      at = end - 1;
    } else if (/\s/.test(character)) {
      result += " ";
    } else {
      const isStray = character === "," && (NO_COMMA_AFTER.has(last) || NO_COMMA_BEFORE.has(nextMark(text, at + 1)));
      if (!isStray) [result, last] = [result + character, character];
    }
  }
  return result;
}

/** The index after the closing quotation mark of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** The next character that is not white space; empty at the end. */
function nextMark(text: string, from: number): string {
  const mark = /\S/g;
  mark.lastIndex = from;
  return mark.exec(text)?.[0] ?? "";
}
