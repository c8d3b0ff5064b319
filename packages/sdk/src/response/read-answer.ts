import { apiErrorFromStatus, type Signature } from "../errors/api-error.ts";
import { responseInvalid, streamMalformed } from "../errors/connection-errors.ts";
import { statusOfValue } from "../errors/parse-status.ts";
import type { CallScope } from "../transport/call-scope.ts";
import { type DecodeUtf8, decodeUtf8 } from "../transport/decode-utf8.ts";
import type { Demand } from "../transport/demand.ts";
import type { HttpResponse } from "../transport/http.ts";
import { readBytes, readText } from "../transport/read-body.ts";
import { readEvents } from "../transport/read-events.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Decode, ParsedEvent } from "./answer-event.ts";
import { PlainEventReader } from "./plain-event-reader.ts";
import { StreamChunk } from "./stream-chunk.ts";

/** As much of a reply as an error keeps, in characters. */
const LONGEST_RAW = 64 * 1024;

/** How a reply is read. */
export interface ReadAnswerInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  readonly decode: Decode;
  /** Whether what `decode` takes has the answer in a member `response`. */
  readonly hasEnvelope: boolean;
  /** Most bytes, after decompression. */
  readonly limit: number;
  /** Everything goes in here, also when reading fails. */
  readonly answer: Accumulator;
  readonly signedBy: Signature;
  /** The backend's name. */
  readonly backend: string;
}

/** Reads a reply that is not streamed. A JSON error with status 200, HTML and emptiness are typed errors. */
export async function readWholeAnswer(init: ReadAnswerInit): Promise<void> {
  const bytes = await readBytes(init.response, init.scope, init.limit);
  const from = hasMark(bytes) ? 3 : 0;
  const found =
    plainReader(init).read(bytes, from, bytes.length) ??
    new ParsedEvent(parseReply(decoderOf(init)(bytes, from, bytes.length), init));
  init.answer.headerTraceId = init.response.header("x-cloudaicompanion-trace-id");
  init.answer.add(bytes, from, bytes.length, found);
}

/** How a stream is handed on. */
export interface ChunkReader {
  readonly onChunk: (chunk: StreamChunk) => void;
  /** Follows on the chunks of one network read. */
  readonly onRead: () => void;
  /** Whether somebody waits for more. */
  readonly demand: Demand;
}

/** Reads a streamed reply to its end. */
export async function readStreamedAnswer(init: ReadAnswerInit, reader: ChunkReader): Promise<void> {
  const { response, scope } = init;
  init.answer.headerTraceId = response.header("x-cloudaicompanion-trace-id");
  const type = response.header("content-type");
  if (type !== undefined && !/event-stream/i.test(type)) {
    parseReply(await readText(response, scope, init.limit), init);
    throw responseInvalid("it is JSON, and not an event stream", { status: response.status });
  }
  const { onChunk, onRead, demand } = reader;
  const plainEvents = plainReader(init);
  const decode = decoderOf(init);
  let index = 0;
  const onEvent = (bytes: Uint8Array, from: number, to: number) => {
    const found = plainEvents.read(bytes, from, to) ?? parsedEvent(decode(bytes, from, to), index, init);
    index += 1;
    onChunk(new StreamChunk(init.answer.add(bytes, from, to, found)));
  };
  await readEvents({ response, scope, limit: init.limit, demand, onEvent, onRead });
}

function plainReader(init: ReadAnswerInit): PlainEventReader {
  return new PlainEventReader(init.hasEnvelope, decoderOf(init));
}

function decoderOf({ response }: ReadAnswerInit): DecodeUtf8 {
  return response.memory?.decodeUtf8 ?? decodeUtf8;
}

/** A byte order mark at the beginning of a reply is none of its text. */
function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function parsedEvent(json: string, index: number, init: ReadAnswerInit): ParsedEvent {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw streamMalformed(index);
  }
  throwIfError(value, json, init);
  return new ParsedEvent(value);
}

function parseReply(text: string, init: ReadAnswerInit): unknown {
  const status = init.response.status;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const found = text.trim() === "" ? "it is empty" : /^\s*</.test(text) ? "it is an HTML page" : "it is not JSON";
    throw responseInvalid(found, { status, raw: text.slice(0, LONGEST_RAW) });
  }
  throwIfError(value, text, init);
  return value;
}

/** An error that came with status 200. */
function throwIfError(value: unknown, text: string, { response, scope, signedBy, backend }: ReadAnswerInit): void {
  const parsed = statusOfValue(value);
  if (!parsed) return;
  const { status, header } = response;
  throw apiErrorFromStatus(parsed, {
    status,
    body: text.slice(0, LONGEST_RAW),
    header,
    signedBy,
    backend,
    now: scope.clock.now(),
  });
}
