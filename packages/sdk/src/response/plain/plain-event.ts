import { decodeUtf8 } from "../../http/decode-utf8.ts";
import { JsonScanner, written } from "./json-scanner.ts";

/**
 * What most events are, and most replies that are not streamed: one candidate with one part of text. Places are counted
 * from the first byte of the event. A class, since V8 would make objects of a literal in the old generation: it sees how
 * long the first ones of many streams live, and each of them then waits for a full collection.
 */
export class PlainEvent {
  text = "";
  /** The text as it is written in JSON, without its quotes. */
  textFrom = 0;
  textTo = 0;
  thought = false;
  finishReason: string | undefined = undefined;
  traceId: string | undefined = undefined;
  /** Where the members begin that follow on the candidates, and where they end. */
  membersFrom = 0;
  membersTo = 0;
  /** Which of them there are: an object, a string and a string. */
  hasUsageMetadata = false;
  hasModelVersion = false;
  hasResponseId = false;
}

/** Token counts by modality have three. */
export const MOST_LEVELS = 8;

const COMMA = 44;
const COLON = 58;

/** The members that may follow on the candidates, as they are written. */
export const memberNames = {
  usageMetadata: written('"usageMetadata"'),
  modelVersion: written('"modelVersion"'),
  responseId: written('"responseId"'),
  createTime: written('"createTime"'),
};

/** The value of a member of a plain event that is written from one place to another; undefined if it has none. */
export function memberOf(
  { membersFrom }: PlainEvent,
  name: "usageMetadata" | "modelVersion" | "responseId",
  bytes: Uint8Array,
  from: number,
  to: number,
): unknown {
  const json = new JsonScanner();
  let found: unknown;
  json.begin(bytes, from + membersFrom, to);
  while (json.passesSign(COMMA)) {
    const isWanted = json.passesName(memberNames[name]);
    if (!isWanted && !(json.passesString() && json.passesSign(COLON))) return found;
    const valueAt = json.at;
    if (!json.passesValue(MOST_LEVELS)) return found;
    // Of several by one name, the last counts, as for every parser.
    if (isWanted) found = JSON.parse(decodeUtf8(bytes, valueAt, json.at));
  }
  return found;
}
