import { apiErrorFromStatus, type Signature } from "../errors/api-error.ts";
import { responseInvalid, streamMalformed } from "../errors/connection-errors.ts";
import { statusOfValue } from "../errors/parse-status.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { Demand } from "../transport/demand.ts";
import type { HttpResponse } from "../transport/http.ts";
import { readText } from "../transport/read-body.ts";
import { readEvents } from "../transport/read-events.ts";
import type { Accumulator } from "./accumulator.ts";
import { AnswerEvent, type Decode } from "./answer-event.ts";
import { readPlainEvent } from "./plain-event.ts";
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
  const text = await readText(init.response, init.scope, init.limit);
  const reply = parseReply(text, init);
  init.answer.headerTraceId = init.response.header("x-cloudaicompanion-trace-id");
  init.answer.add(new AnswerEvent(text, init.decode, { value: reply }));
}

/** How a stream is handed on. */
export interface ChunkReader {
  /** Takes the chunks of one network read. */
  readonly onChunks: (chunks: readonly StreamChunk[]) => void;
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
  let index = 0;
  const onEvents = (events: readonly string[]) => {
    const chunks: StreamChunk[] = [];
    try {
      for (const event of events) {
        chunks.push(toChunk(event, index, init));
        index += 1;
      }
    } finally {
      // What came before a bad event of the same network read is delivered first.
      if (chunks.length > 0) reader.onChunks(chunks);
    }
  };
  await readEvents({ response, scope, limit: init.limit, demand: reader.demand, onEvents });
}

function toChunk(json: string, index: number, init: ReadAnswerInit): StreamChunk {
  const plain = readPlainEvent(json, init.hasEnvelope);
  const event = plain ? new AnswerEvent(json, init.decode, { plain }) : parsedEvent(json, index, init);
  init.answer.add(event);
  return new StreamChunk(event);
}

function parsedEvent(json: string, index: number, init: ReadAnswerInit): AnswerEvent {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw streamMalformed(index);
  }
  throwIfError(value, json, init);
  return new AnswerEvent(json, init.decode, { value });
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
