import { responseInvalid, streamMalformed } from "../errors/connection-errors.ts";
import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { HttpResponse } from "../http/http.ts";
import { readBytes, readText } from "../http/read-body.ts";
import type { Sink } from "../http/sink.ts";
import { apiErrorFromStatus, type CredentialKind } from "../refusals/api-error.ts";
import { statusOfValue } from "../refusals/parse-status.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { readEvents } from "../sse/read-events.ts";
import type { SseEvent } from "../sse/sse-decoder.ts";
import type { Accumulator } from "./accumulator.ts";
import type { ChunkBuffer } from "./chunk-buffer.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { createPlainEventReader, type PlainEventReader } from "./plain/plain-event-reader.ts";
import { StreamChunk } from "./stream-chunk.ts";

/** Maximum length of the raw text that an error keeps, in characters. */
const LONGEST_RAW = 64 * 1024;

/** What is needed to read a response. */
export interface ReadResponseInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  readonly decode: Decode;
  /** Whether the payload is in a member `response`, out of which `decode` takes it. */
  readonly hasEnvelope: boolean;
  /** Maximum size in bytes, after decompression. */
  readonly limit: number;
  /** Collects what is received, also if reading fails. */
  readonly accumulator: Accumulator;
  readonly credentialKind: CredentialKind;
  /** The backend's name. */
  readonly backend: string;
}

/** Reads a response that is not streamed. A JSON error with status 200, HTML and an empty body are typed errors. */
export async function readWholeResponse(init: ReadResponseInit): Promise<void> {
  const { response, scope, decode, hasEnvelope, limit, accumulator } = init;
  const bytes = await readBytes(response, scope, limit);
  const from = startsWithByteOrderMark(bytes) ? 3 : 0;
  const to = bytes.length;
  const plain = createPlainEventReader(hasEnvelope).read(bytes, from, to);
  const value = plain ? undefined : parseReply(decodeUtf8(bytes, from, to), init);
  accumulator.headerTraceId = traceIdOf(response);
  accumulator.add(new GenerateContentEvent({ bytes, from, to }, decode, plain, value));
}

/** Reads a streamed response to its end and pushes its chunks. Neither ends nor fails the buffer: a retry may follow. */
export async function readStreamedResponse(init: ReadResponseInit, chunks: ChunkBuffer): Promise<void> {
  const { response, scope, limit, accumulator } = init;
  accumulator.headerTraceId = traceIdOf(response);
  const type = response.header("content-type");
  if (type !== undefined && !/event-stream/i.test(type)) return refuseOther(init);
  return new Promise((resolve, reject) => {
    readEvents({ response, scope, limit, backpressure: chunks }, new EventsToChunks(init, chunks, resolve, reject));
  });
}

/** Fails with the error that a body other than an event stream holds, or for its being something else. */
async function refuseOther(init: ReadResponseInit): Promise<never> {
  parseReply(await readText(init.response, init.scope, init.limit), init);
  throw responseInvalid("it is JSON, and not an event stream", { status: init.response.status });
}

/** Turns events into chunks. */
class EventsToChunks implements Sink<SseEvent> {
  readonly #init: ReadResponseInit;
  readonly #accumulator: Accumulator;
  readonly #chunks: ChunkBuffer;
  readonly #plainEvents: PlainEventReader;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  #index = 0;

  constructor(init: ReadResponseInit, chunks: ChunkBuffer, resolve: () => void, reject: (error: unknown) => void) {
    this.#init = init;
    this.#accumulator = init.accumulator;
    this.#chunks = chunks;
    this.#plainEvents = createPlainEventReader(init.hasEnvelope);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  push(sent: SseEvent): void {
    const plain = this.#plainEvents.read(sent.bytes, sent.from, sent.to);
    const value = plain ? undefined : parseEvent(sent, this.#index, this.#init);
    this.#index += 1;
    const event = new GenerateContentEvent(sent, this.#init.decode, plain, value);
    this.#accumulator.add(event);
    this.#chunks.push(new StreamChunk(event));
  }

  /** Holds back chunks until the first with content, so that an attempt can be retried without the reader noticing. */
  flush(): void {
    if (this.#accumulator.hasContent) this.#chunks.flush();
  }

  end(): void {
    this.#resolve();
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}

function traceIdOf(response: HttpResponse): string | undefined {
  return response.header("x-cloudaicompanion-trace-id");
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function parseEvent({ bytes, from, to }: SseEvent, index: number, init: ReadResponseInit): unknown {
  const json = decodeUtf8(bytes, from, to);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw streamMalformed(index);
  }
  throwIfError(value, json, init);
  return value;
}

function parseReply(text: string, init: ReadResponseInit): unknown {
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

/** Throws if the body is an error that came with status 200. */
function throwIfError(
  value: unknown,
  text: string,
  { response, scope, credentialKind, backend }: ReadResponseInit,
): void {
  const parsed = statusOfValue(value);
  if (!parsed) return;
  const { status, header, info } = response;
  throw apiErrorFromStatus(parsed, {
    status,
    body: text.slice(0, LONGEST_RAW),
    header,
    info,
    credentialKind,
    backend,
    now: scope.clock.now(),
  });
}
