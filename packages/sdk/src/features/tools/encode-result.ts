import { type CallResult, errorResult, type OpenCall, responsePart } from "../../conversation/open-exchange.ts";
import { safeText } from "../../errors/safe-text.ts";
import { isError } from "../../platform/is-error.ts";
import { prepareInlineData } from "../../request/inline-data.ts";
import type { Part } from "../../wire/content.ts";
import { isRecord } from "../../wire/is-record.ts";
import { readResultJson, resultJson, Unsendable } from "./result-json.ts";

const MEGABYTE = 1024 * 1024;
/** In characters of JSON, about a quarter of the context of a model. */
const LONGEST_JSON = MEGABYTE;
/** In characters of base64. */
const MOST_MEDIA = 20 * MEGABYTE;
/** In characters. */
const LONGEST_ERROR = 1_000;

/**
 * The media types that Gemini takes within a result. It refuses others, such as audio, and with them the whole conversation.
 * @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal
 * @see https://github.com/google-gemini/gemini-cli/issues/16741
 */
const NESTED_TYPES = /^(?:image\/.+|application\/pdf|text\/plain)$/i;

/** The members that a part in a result may have. */
const PART_MEMBERS: ReadonlySet<string> = new Set([
  "text",
  "inlineData",
  "fileData",
  "mediaResolution",
  "videoMetadata",
]);

/**
 * What the model gets for what a function returned. The first row that matches decides:
 *
 * | returned | sent as `functionResponse` |
 * |---|---|
 * | an `Error` | `response: { error }` with its message |
 * | parts with media | images, PDF files and plain text in `parts`; beside it for models that take none there; the texts as `response.result` |
 * | parts with other media, or a file | the media beside it: Gemini takes no such types, and the Gemini API no files, in `parts` |
 * | an object | `response` |
 * | another JSON value | `response: { result }` |
 * | anything else, or too much of it | `response: { error }` that says so |
 */
export function encodeResult(open: OpenCall, returned: unknown, durationMs: number, takesMedia: boolean): CallResult {
  try {
    if (isError(returned)) return failedResult(open, returned, durationMs);
    const parts = mediaParts(returned);
    return parts ? encodeParts(open, parts, durationMs, takesMedia) : encodeJson(open, returned, durationMs);
  } catch (error) {
    const why = error instanceof Unsendable ? error.message : "which cannot be written as JSON";
    return errorResult(open, `The function has run, but its result was lost: it returned a value ${why}.`, durationMs);
  }
}

/** What the model gets for what a function has thrown: only its message, because a stack would reveal details of the program. */
export function failedResult(open: OpenCall, thrown: unknown, durationMs: number): CallResult {
  return errorResult(open, shortened(messageOf(thrown)), durationMs);
}

/** Shortens a message, so that an error costs few tokens. */
export function shortened(message: string): string {
  return safeText(message, LONGEST_ERROR);
}

function messageOf(thrown: unknown): string {
  try {
    const message: unknown = isRecord(thrown) ? thrown.message : thrown;
    if (typeof message === "string" && message !== "") return message;
  } catch {
    // A getter of a foreign object.
  }
  return "The function failed without a message.";
}

function encodeJson(open: OpenCall, returned: unknown, durationMs: number): CallResult {
  const json = resultJson(returned);
  checkLength(json.length, LONGEST_JSON, "of JSON");
  const value = readResultJson(json);
  const response = isRecord(value) && !Array.isArray(value) ? value : { result: value };
  return { part: responsePart(open.call, response), media: [], value, error: undefined, durationMs };
}

function encodeParts(
  open: OpenCall,
  given: readonly Readonly<Record<string, unknown>>[],
  durationMs: number,
  takesMedia: boolean,
): CallResult {
  const parts = given.map((part): Part => {
    if (part.inlineData == null) return part;
    return { ...part, inlineData: inlineData(part.inlineData) };
  });
  const texts = parts.flatMap(({ text }) => text ?? []);
  const media = parts.filter(({ text }) => text === undefined);
  checkLength(texts.join("").length, LONGEST_JSON, "of text");
  checkLength(
    media.reduce((sum, { inlineData: one }) => sum + (one?.data?.length ?? 0), 0),
    MOST_MEDIA,
    "of media",
  );
  const count = `${media.length} ${media.length === 1 ? "file" : "files"} attached`;
  const { functionResponse } = responsePart(open.call, { result: texts.length > 0 ? texts.join("") : count });
  const isNested = ({ inlineData: bytes }: Part) => takesMedia && NESTED_TYPES.test(bytes?.mimeType ?? "");
  const nested = media.filter(isNested).map(({ inlineData: bytes }) => ({ inlineData: bytes }));
  const part = { functionResponse: { ...functionResponse, ...(nested.length > 0 && { parts: nested }) } };
  return { part, media: media.filter((one) => !isNested(one)), value: parts, error: undefined, durationMs };
}

function inlineData(given: unknown) {
  try {
    return prepareInlineData(given, "inlineData");
  } catch (error) {
    throw new Unsendable(`with invalid media: ${isError(error) ? error.message : ""}`);
  }
}

/** Undefined if the value is none: parts without media are JSON like any other. */
function mediaParts(value: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every(isPart)) return undefined;
  return list.some((part) => part.inlineData != null || part.fileData != null) ? list : undefined;
}

function isPart(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const isMedia = isRecord(value.inlineData) || isRecord(value.fileData);
  return (isMedia || typeof value.text === "string") && Object.keys(value).every((name) => PART_MEMBERS.has(name));
}

function checkLength(length: number, longest: number, what: string): void {
  if (length <= longest) return;
  const [given, most] = [length / MEGABYTE, longest / MEGABYTE];
  // Not the same number twice if it is a little too long.
  const shown = Math.max(given, most + 0.1).toFixed(1);
  throw new Unsendable(`of ${shown} MB ${what}, and at most ${most.toFixed(1)} MB can be sent`);
}
