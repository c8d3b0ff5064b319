import { decodeUtf8 } from "../../http/decode-utf8.ts";
import { JsonScanner, utf8 } from "./json-scanner.ts";

/**
 * An event whose only content is one candidate with one text part. Most events, and most responses that are not
 * streamed, are plain. Positions are counted from the first byte of the event.
 */
export class PlainEvent {
  text = "";
  /** The JSON-escaped text between its quotes. */
  textFrom = 0;
  textTo = 0;
  thought = false;
  finishReason: string | undefined = undefined;
  traceId: string | undefined = undefined;
  /** The members after `candidates`, from their first comma on. */
  membersFrom = 0;
  membersTo = 0;
  /** Whether the event has this member. `usageMetadata` is an object, the other two are strings. */
  hasUsageMetadata = false;
  hasModelVersion = false;
  hasResponseId = false;
  /** Whether it equals the plain event before it but for its text and for digits: both name the same members. */
  isSimilar = false;

  /**
   * Parses one of the members after `candidates`; undefined if there is none. The event extends from `from` to `to`.
   */
  member(name: "usageMetadata" | "modelVersion" | "responseId", bytes: Uint8Array, from: number, to: number): unknown {
    const json = new JsonScanner();
    let found: unknown;
    json.start(bytes, from + this.membersFrom, to);
    while (json.acceptByte(COMMA)) {
      const isWanted = json.acceptName(memberNames[name]);
      if (!isWanted && !(json.skipString() && json.acceptByte(COLON))) return found;
      const valueAt = json.at;
      if (!json.skipValue(DEEPEST_MEMBER)) return found;
      // If a name occurs several times, the last one counts, as in JSON.parse.
      if (isWanted) found = JSON.parse(decodeUtf8(bytes, valueAt, json.at));
    }
    return found;
  }
}

/** Levels of nesting. Token counts by modality have three. */
export const DEEPEST_MEMBER = 8;

const COMMA = 44;
const COLON = 58;

/** The members that a plain event may have after `candidates`. */
export const memberNames = {
  usageMetadata: utf8('"usageMetadata"'),
  modelVersion: utf8('"modelVersion"'),
  responseId: utf8('"responseId"'),
  createTime: utf8('"createTime"'),
};
