import { INVALID, skipSpace, skipString, skipValue } from "./scan-json.ts";

/** What most events of a stream are: one candidate with one part of text. */
export interface PlainEvent {
  readonly text: string;
  readonly thought: boolean;
  /** Whether the text is known to have no half of a surrogate pair: only an escape can bring one. */
  readonly isWellFormed: boolean;
  readonly finishReason: string | undefined;
  readonly traceId: string | undefined;
}

/** Longer ones are rare, and the runtime's parser is better at them. */
const LONGEST = 4_096;

/** Token counts by modality have three. */
const MOST_LEVELS = 8;

/** In two groups: up to the first escape, and from there on. */
const TEXT = '"([^"\\\\\\u0000-\\u001f]*)((?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))*)"';

/** One candidate with one part of text, and nothing more that says something of it. Space may stand between the pieces. */
const CANDIDATES = [
  ...['"candidates"', ":", "\\[", "\\{", '"content"', ":", "\\{", '(?:"role"', ":", '"model"', ",)?"],
  ...['"parts"', ":", "\\[", "\\{", '"text"', ":", TEXT, "(?:,", '"thought"', ":", "(true))?", "\\}", "\\]"],
  ...["(?:,", '"role"', ":", '"model")?', "\\}", "(?:,", '"finishReason"', ":", '"([A-Z_]+)")?'],
  ...["(?:,", '"index"', ":", "0)?", "\\}", "\\]"],
];
const SPACE = "[ \\t\\n\\r]*";
const plain = new RegExp(["", "\\{", ...CANDIDATES].join(SPACE), "y");
const enveloped = new RegExp(["", "\\{", '"response"', ":", "\\{", ...CANDIDATES].join(SPACE), "y");
/** Members that say nothing of the text. With one of any other name, an event is left to the full parser. */
const other = new RegExp(["", ",", '"(?:usageMetadata|modelVersion|responseId|createTime)"', ":", ""].join(SPACE), "y");
const trace = new RegExp(["", ",", '"traceId"', ":", ""].join(SPACE), "y");

/**
 * Reads an event without parsing all of it, where it is of the plain kind from its first character to its last; undefined
 * for every other. What it says is what the full parse would say, and no event that is malformed gets by: a property test
 * holds the two together.
 */
export function readPlainEvent(event: string, hasEnvelope: boolean): PlainEvent | undefined {
  if (event.length > LONGEST) return undefined;
  const start = hasEnvelope ? enveloped : plain;
  start.lastIndex = 0;
  const match = start.exec(event);
  if (!match) return undefined;
  const [, text = "", escaped = "", thought, finishReason] = match;
  let at = closed(event, skipOthers(event, start.lastIndex));
  let traceId: string | undefined;
  if (hasEnvelope && at !== INVALID) {
    const value = after(trace, event, at);
    if (value !== INVALID) {
      const end = event[value] === '"' ? skipString(event, value) : INVALID;
      if (end === INVALID) return undefined;
      traceId = unescaped(event.slice(value + 1, end - 1));
      at = end;
    }
    at = closed(event, at);
  }
  if (at === INVALID || skipSpace(event, at) !== event.length) return undefined;
  return {
    text: escaped ? unescaped(text + escaped) : text,
    thought: thought !== undefined,
    isWellFormed: !escaped,
    finishReason,
    traceId,
  };
}

function skipOthers(event: string, from: number): number {
  let at = from;
  for (;;) {
    const value = after(other, event, at);
    if (value === INVALID) return at;
    at = skipValue(event, value, MOST_LEVELS);
    if (at === INVALID) return INVALID;
  }
}

/** Behind the brace that closes an object at `at`. */
function closed(event: string, at: number): number {
  if (at === INVALID) return INVALID;
  const brace = skipSpace(event, at);
  return event[brace] === "}" ? brace + 1 : INVALID;
}

function after(pattern: RegExp, event: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(event) ? pattern.lastIndex : INVALID;
}

function unescaped(text: string): string {
  return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
}
