import type { Conversion } from "./conversion.ts";
import { CALENDAR_DAY, FORMATS, type TypeName } from "./keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/** A converted schema, ready to be sent. */
export type Converted = Record<string, unknown>;

/** Collects restrictions that only words can pass on to the model. Returns whether the description names it. */
export type Hint = (keyword: string, value: unknown) => boolean;

const LONGEST_HINT = 200;

/** Adds restrictions in words to a list, except those that would be longer than what they restrict is worth. */
export function hintsInto(words: string[]): Hint {
  return (keyword, value) => {
    const text = JSON.stringify(keyword === "pattern" ? withoutCalendar(value) : value);
    if (text.length > LONGEST_HINT) return false;
    words.push(`${keyword}: ${text}`);
    return true;
  };
}

/** What a pattern of Zod says of dates beside the days of the calendar, such as that a time is in UTC. */
function withoutCalendar(pattern: unknown): unknown {
  return typeof pattern === "string" ? pattern.replace(CALENDAR_DAY, String.raw`\d{4}-\d{2}-\d{2}`) : pattern;
}

/** Reports a restriction that is not sent, and puts it into the description, unless it is too long. */
export function describeInstead(
  conversion: Conversion,
  node: SchemaNode,
  keyword: string,
  hint: Hint,
  why = "Gemini does not know it",
): void {
  const named = hint(keyword, node[keyword]) ? "the description names it, and " : "";
  conversion.report(node, keyword, "widened", `${why}: ${named}the answer is validated against it.`);
}

/** `minimum` and `maximum` of a number, with the exclusive limits in them. */
export function convertNumber(conversion: Conversion, node: SchemaNode, type: TypeName, hint: Hint): Converted {
  const lower = limit(conversion, node, type, "minimum", "exclusiveMinimum", 1, hint);
  const upper = limit(conversion, node, type, "maximum", "exclusiveMaximum", -1, hint);
  return { ...(lower === undefined ? {} : { minimum: lower }), ...(upper === undefined ? {} : { maximum: upper }) };
}

/** `inward`: 1 for a lower limit, -1 for an upper one. */
function limit(
  conversion: Conversion,
  node: SchemaNode,
  type: TypeName,
  inclusive: string,
  exclusive: string,
  inward: 1 | -1,
  hint: Hint,
): number | undefined {
  const { [inclusive]: given, [exclusive]: outer } = node;
  let result = typeof given === "number" ? given : undefined;
  if (typeof outer === "number" && result !== undefined && (result - outer) * inward > 0) {
    conversion.report(node, exclusive, "omitted", `\`${inclusive}\` is stricter.`);
  } else if (typeof outer === "number") {
    const isWhole = type === "integer";
    const next = inward === 1 ? Math.floor(outer) + 1 : Math.ceil(outer) - 1;
    const inside = isWhole ? next : outer;
    result = result === undefined || (inside - result) * inward > 0 ? inside : result;
    if (isWhole) conversion.report(node, exclusive, "rewritten", `Sent as \`${inclusive}\`.`);
    else {
      conversion.report(
        node,
        exclusive,
        "widened",
        `Sent as \`${inclusive}\`; the description says that it is exclusive.`,
      );
      hint(exclusive, outer);
    }
  }
  if (result !== undefined && type === "integer" && result * inward <= -Number.MAX_SAFE_INTEGER) {
    conversion.report(node, inclusive, "omitted", "Every whole number that JavaScript holds exactly fits it.");
    return undefined;
  }
  return result;
}

/** `format`, if Gemini knows it for the type. */
export function convertFormat(conversion: Conversion, node: SchemaNode, type: TypeName, hint: Hint): Converted {
  const { format } = node;
  if (typeof format !== "string") return {};
  const known = FORMATS.get(format);
  if (known === type || (known === "number" && type === "integer")) return { format };
  // In JSON Schema, formats of strings say nothing about other types.
  if (type === "string") describeInstead(conversion, node, "format", hint);
  else conversion.report(node, "format", "omitted", `Gemini knows no such format for the type ${type}.`);
  return {};
}
