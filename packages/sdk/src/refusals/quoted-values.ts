/** The words before a quoted value, with the path of its field. A violation begins a line. */
const BEFORE_VALUE = /(?:Invalid value at '([^'\n]*)' \([^)\n]*\), (?:[\w ]+ )?|decoding failed for )"/i;
const NEXT_VIOLATION = /\n(?=Invalid (?:value at '|JSON payload received))/;

/** Names of Google's own enumerations, such as a harm category, are no text of the user's outside of these members. */
const PROMPT = /content|instruction/i;
const ENUM_NAME = /^[A-Z][A-Z0-9_]*$/;

/**
 * Google's message on a bad request quotes the value that it cannot read, which can be a piece of the prompt. Replaces
 * such values by their length; the path of the field stays. A value can contain quotation marks and line breaks itself,
 * so it is taken to end with the last mark before the next violation.
 */
export function withoutQuotedValues(message: string): string {
  return message.split(NEXT_VIOLATION).map(withoutQuotedValue).join("\n");
}

function withoutQuotedValue(violation: string): string {
  const found = BEFORE_VALUE.exec(violation);
  if (!found) return violation;
  const [words, path] = found;
  const start = found.index + words.length;
  const mark = violation.lastIndexOf('"');
  const end = mark < start ? violation.length : mark;
  const value = violation.slice(start, end);
  if (path !== undefined && !PROMPT.test(path) && ENUM_NAME.test(value)) return violation;
  return `${violation.slice(0, start - 1)}a value of ${value.length} characters${violation.slice(end + 1)}`;
}
