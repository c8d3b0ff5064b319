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
  return message.split(NEXT_VIOLATION).map(withoutQuotedValue).map(withoutQuotedRequest).join("\n");
}

/** Members of a request that hold a prompt, here or in the form that a gateway makes of it. */
const HOLDERS =
  "contents?|messages|prompt|parts|text|system_?instruction|inline_?data|function_?(?:call|response)|args|data";

/**
 * The beginning of a member in JSON, in JSON in a string, or as Python prints it. Google itself writes `Unknown name "contents":`,
 * and paths such as `'contents': Proto field`.
 */
const REQUEST_MEMBER = new RegExp(
  `(?<!\\bname |\\\\)\\\\*(?:"(?:${HOLDERS})\\\\*"\\s*:|'(?:${HOLDERS})'\\s*:\\s*['"[{])`,
  "i",
);

/**
 * Replaces the request, or a piece of it, which some gateways quote. It ends with its last bracket, if it has as many closing as
 * opening ones and no quotation mark follows. Else it may be truncated within a text, and everything after its start is replaced.
 */
function withoutQuotedRequest(violation: string): string {
  const member = REQUEST_MEMBER.exec(violation);
  if (!member) return violation;
  const bracket = violation.slice(0, member.index).search(/[{[][^{[]*$/);
  const start = bracket < 0 ? member.index : bracket;
  const lastBracket = Math.max(violation.lastIndexOf("}"), violation.lastIndexOf("]")) + 1;
  const isWhole = isBalanced(violation.slice(start, lastBracket)) && !/["']/.test(violation.slice(lastBracket));
  const end = isWhole ? lastBracket : violation.length;
  return `${violation.slice(0, start)}a piece of the request of ${end - start} characters${violation.slice(end)}`;
}

function isBalanced(text: string): boolean {
  const count = (bracket: RegExp) => text.match(bracket)?.length ?? 0;
  return text !== "" && count(/[{[]/g) === count(/[}\]]/g);
}

/** Words before a piece of the request's JSON, which Google shows with a mark under the place of a mistake. */
const BEFORE_JSON = /Invalid JSON payload received\. (?!Unknown name)[^\n]*\n/i;

/** Google quotes names of its own fields; a longer quotation is a value. */
const LONGEST_NAME = 64;

function withoutQuotedValue(violation: string): string {
  const json = BEFORE_JSON.exec(violation);
  if (json) {
    const start = json.index + json[0].length;
    return `${violation.slice(0, start)}a piece of the request of ${violation.length - start} characters`;
  }
  const found = BEFORE_VALUE.exec(violation);
  if (!found) return withoutBareValue(violation) ?? withoutLongQuotation(violation);
  const [words, path] = found;
  const start = found.index + words.length;
  const mark = violation.lastIndexOf('"');
  const end = mark < start ? violation.length : mark;
  const value = violation.slice(start, end);
  if (path !== undefined && !PROMPT.test(path) && ENUM_NAME.test(value)) return violation;
  return `${violation.slice(0, start - 1)}a value of ${value.length} characters${violation.slice(end + 1)}`;
}

/** Replaces a value without quotation marks, such as a number or an object, in a prompt. */
function withoutBareValue(violation: string): string | undefined {
  const found = /Invalid value at '([^'\n]*)' \((?:TYPE_\w+|type\.googleapis\.com[^)\n]*)\), (?!")/i.exec(violation);
  if (!found || !PROMPT.test(found[1] ?? "")) return undefined;
  const start = found.index + found[0].length;
  return `${violation.slice(0, start)}a value of ${violation.length - start} characters`;
}

/** Replaces everything from the first long quotation to the last mark: a value can contain marks itself. */
function withoutLongQuotation(violation: string): string {
  const start = violation.indexOf('"');
  const end = violation.lastIndexOf('"');
  if (start < 0 || end - start <= LONGEST_NAME) return violation;
  const isLong = violation.split('"').some((piece, index) => index % 2 === 1 && piece.length > LONGEST_NAME);
  if (!isLong) return violation;
  return `${violation.slice(0, start)}a value of ${end - start - 1} characters${violation.slice(end + 1)}`;
}
