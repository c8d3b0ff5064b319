import { responseInvalid, streamMalformed } from "../errors/connection-errors.ts";
import { type DecodeUtf8, decodeUtf8 } from "../http/decode-utf8.ts";
import type { HttpResponse } from "../http/http.ts";
import { readBytes, readText } from "../http/read-body.ts";
import { apiErrorFromStatus, type CredentialKind } from "../refusals/api-error.ts";
import { statusOfValue } from "../refusals/parse-status.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { Demand } from "../sse/demand.ts";
import { type EventReader, readEvents } from "../sse/read-events.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Decode, ParsedEvent } from "./answer-event.ts";
import { PlainEventReader } from "./plain/plain-event-reader.ts";
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
  readonly credentialKind: CredentialKind;
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

/** Whom a stream is handed to. */
export interface ChunkReader {
  chunk(chunk: StreamChunk): void;
  /** Follows on the chunks of one network read. */
  flush(): void;
}

/** Reads a streamed reply to its end. */
export function readStreamedAnswer(init: ReadAnswerInit, reader: ChunkReader, demand: Demand): Promise<void> {
  const { response, scope, limit } = init;
  init.answer.headerTraceId = response.header("x-cloudaicompanion-trace-id");
  const type = response.header("content-type");
  if (type !== undefined && !/event-stream/i.test(type)) return refuseOther(init);
  return readEvents({ response, scope, limit, demand, reader: new AnswerReader(init, reader) });
}

/** A reply that is no stream of events, and most often an error that says why. */
async function refuseOther(init: ReadAnswerInit): Promise<never> {
  parseReply(await readText(init.response, init.scope, init.limit), init);
  throw responseInvalid("it is JSON, and not an event stream", { status: init.response.status });
}

/** Makes chunks of events. */
class AnswerReader implements EventReader {
  readonly #init: ReadAnswerInit;
  readonly #reader: ChunkReader;
  readonly #plainEvents: PlainEventReader;
  #index = 0;

  constructor(init: ReadAnswerInit, reader: ChunkReader) {
    this.#init = init;
    this.#reader = reader;
    this.#plainEvents = plainReader(init);
  }

  event(bytes: Uint8Array, from: number, to: number): void {
    const init = this.#init;
    const found = this.#plainEvents.read(bytes, from, to) ?? parsedEvent(bytes, from, to, this.#index, init);
    this.#index += 1;
    this.#reader.chunk(new StreamChunk(init.answer.add(bytes, from, to, found)));
  }

  flush(): void {
    this.#reader.flush();
  }
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

function parsedEvent(bytes: Uint8Array, from: number, to: number, index: number, init: ReadAnswerInit): ParsedEvent {
  const json = decoderOf(init)(bytes, from, to);
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
function throwIfError(
  value: unknown,
  text: string,
  { response, scope, credentialKind, backend }: ReadAnswerInit,
): void {
  const parsed = statusOfValue(value);
  if (!parsed) return;
  const { status, header } = response;
  throw apiErrorFromStatus(parsed, {
    status,
    body: text.slice(0, LONGEST_RAW),
    header,
    credentialKind,
    backend,
    now: scope.clock.now(),
  });
}
