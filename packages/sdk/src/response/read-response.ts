import { responseInvalid, streamMalformed } from "../errors/connection-errors.ts";
import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { ResponseBody } from "../http/http.ts";
import { PeekedBody } from "../http/peeked-body.ts";
import { readBytes, readText } from "../http/read-body.ts";
import type { ApiResponse } from "../http/send.ts";
import type { Backpressure, Sink } from "../http/sink.ts";
import { apiErrorFromStatus, type CredentialKind } from "../refusals/api-error.ts";
import { describePage } from "../refusals/gateway-page.ts";
import type { Origins } from "../refusals/origins.ts";
import { parseLoosely } from "../refusals/parse-loosely.ts";
import { statusOfValue } from "../refusals/parse-status.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { readEvents } from "../sse/read-events.ts";
import type { SseEvent } from "../sse/sse-decoder.ts";
import type { GenerateContentPayload } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import { parseResponse, stringifyExactly } from "../wire/large-integers.ts";
import type { Accumulator } from "./accumulator.ts";
import type { ChunkBuffer } from "./chunk-buffer.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { createPlainEventReader, type PlainEventReader } from "./plain/plain-event-reader.ts";
import { CONTINUES, StreamChunkClass } from "./stream-chunk.ts";

/** Maximum length of the raw text that an error keeps, in characters. */
const LONGEST_RAW = 64 * 1024;

/** The parameters for reading a response. */
export interface ReadResponseInit {
  readonly response: ApiResponse;
  readonly scope: CallScope;
  readonly decode: Decode;
  /** Whether the payload is in a member `response`, which `decode` unwraps. */
  readonly hasEnvelope: boolean;
  /** Maximum size in bytes, after decompression. */
  readonly limit: number;
  /** Collects what is received, even if reading fails later. */
  readonly accumulator: Accumulator;
  readonly credentialKind: CredentialKind;
  /** The backend's name. */
  readonly backend: string;
  /** Whether another hop follows if this one ends with `CONTINUATION` and a token. */
  readonly canContinue: boolean;
  /** Takes the events of a hop after the first, in place of `accumulator` and chunks. */
  readonly continued?: EventTaker | undefined;
  /** What named the project and the address. */
  readonly origins: Origins | undefined;
}

/** Takes the events of a response. */
export interface EventTaker {
  add(event: GenerateContentEvent): void;
}

/** Takes the chunks of a streamed response. */
export type ChunkTaker = Pick<ChunkBuffer, "push" | "flush"> & Backpressure;

/** For a stream that is read inside a call that returns the whole response. */
export const noReader: ChunkTaker = { push: () => {}, flush: () => {}, wanted: true, onWanted: () => {} };

/** Reads a response that is not streamed. Throws a GeminiError for an error with status 200, HTML, or an empty body. */
export function readWholeResponse(init: ReadResponseInit): Promise<void> {
  const { response, scope, limit } = init;
  return readBytes(response, scope, limit, scope.timeouts.firstEvent).then((bytes) => takeWhole(bytes, init));
}

function takeWhole(bytes: Uint8Array, init: ReadResponseInit): void {
  const { response, decode, accumulator } = init;
  const from = startsWithByteOrderMark(bytes) ? 3 : 0;
  const to = bytes.length;
  const value = parseReply(decodeUtf8(bytes, from, to), init);
  accumulator.headerTraceId = traceIdOf(response);
  (init.continued ?? accumulator).add(new GenerateContentEvent({ bytes, from, to }, decode, undefined, value));
}

/** How event streams begin, in bytes enough to tell. */
const EVENT_STREAM = /^\uFEFF?\s*(?:data|event|id|retry|)\s*:/;
const TELLING_BYTES = 64;

/**
 * Reads a streamed response to its end and pushes its chunks. Neither ends nor fails the buffer: a retry may follow. The
 * format is that of the body, whatever its content type says: events, or JSON as a whole. A body under the right content
 * type is taken for events unless its first byte says otherwise.
 */
export async function readStreamedResponse(init: ReadResponseInit, chunks: ChunkTaker): Promise<void> {
  const { response, scope, accumulator } = init;
  accumulator.headerTraceId = traceIdOf(response);
  const type = response.header("content-type");
  if (type === undefined || /event-stream/i.test(type)) {
    return readEventStream(init, chunks);
  }
  const body = new PeekedBody(response.body);
  const start = new TextDecoder().decode(await body.peek(TELLING_BYTES, scope));
  const peeked = { ...init, response: { ...response, body } };
  return EVENT_STREAM.test(start) ? readEventStream(peeked, chunks) : readJsonStream(peeked, chunks);
}

function readEventStream(init: ReadResponseInit, chunks: ChunkTaker): Promise<void> {
  const { response, scope, limit } = init;
  return new Promise((resolve, reject) => {
    const onDocument = (body: ResponseBody) =>
      void readJsonStream({ ...init, response: { ...response, body } }, chunks).then(resolve, reject);
    const events = new EventsToChunks(init, chunks, resolve, reject);
    readEvents({ response, scope, limit, backpressure: chunks, onDocument }, events);
  });
}

const encoder = new TextEncoder();

/**
 * A stream that comes as JSON: one response, a list of them, as the services send without `alt=sse`, or one on each line. Some
 * gateways send these. It is as good as a stream; asking for another would bring the same.
 */
async function readJsonStream(init: ReadResponseInit, chunks: ChunkTaker): Promise<void> {
  const { response, scope, limit, accumulator, decode } = init;
  const events = parseEvents(await readText(response, scope, limit), init);
  if (!events.every(isRecord) || !events.some((one) => isResponse(decode(one).payload))) {
    throw responseInvalid("expected an event stream, got other JSON", { status: response.status, phase: "content" });
  }
  for (const one of events) {
    const json = stringifyExactly(one);
    throwIfError(one, json, init);
    const bytes = encoder.encode(json);
    const event = new GenerateContentEvent({ bytes, from: 0, to: bytes.length }, decode, undefined, one);
    takeEvent(event, init, chunks);
  }
  if (accumulator.hasContent) chunks.flush();
}

/** One object, a list, or an object on each line. */
function parseEvents(text: string, init: ReadResponseInit): readonly unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > 1 && lines.every(isWholeObject)) return lines.map(parseResponse);
  const value = parseReply(text, init);
  return Array.isArray(value) ? value : [value];
}

function isWholeObject(line: string): boolean {
  try {
    return isRecord(JSON.parse(line));
  } catch {
    return false;
  }
}

/** One event, in the order of the stream. */
function takeEvent(event: GenerateContentEvent, init: ReadResponseInit, chunks: ChunkTaker): void {
  const { accumulator, continued } = init;
  if (continued) {
    continued.add(event);
    return;
  }
  accumulator.add(event);
  const continues = accumulator.hasMoreToCome && init.canContinue && accumulator.checkpoint !== undefined;
  chunks.push(new StreamChunkClass(event, accumulator.shown, continues ? CONTINUES : undefined));
}

function isResponse({ candidates, promptFeedback }: GenerateContentPayload): boolean {
  return Array.isArray(candidates) || isRecord(promptFeedback);
}

/** Turns events into chunks. */
class EventsToChunks implements Sink<SseEvent> {
  readonly #init: ReadResponseInit;
  readonly #accumulator: Accumulator;
  readonly #chunks: ChunkTaker;
  readonly #plainEvents: PlainEventReader;
  readonly #resolve: () => void;
  readonly #reject: (error: unknown) => void;
  #index = 0;
  #hasIgnored = false;

  constructor(init: ReadResponseInit, chunks: ChunkTaker, resolve: () => void, reject: (error: unknown) => void) {
    this.#init = init;
    this.#accumulator = init.accumulator;
    this.#chunks = chunks;
    this.#plainEvents = createPlainEventReader(init.hasEnvelope);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  push(sent: SseEvent): void {
    const plain = this.#plainEvents.read(sent.bytes, sent.from, sent.to);
    const parsed = plain ? undefined : this.#parse(sent);
    if (parsed === "ignored") return;
    this.#index += 1;
    takeEvent(new GenerateContentEvent(sent, this.#init.decode, plain, parsed?.value), this.#init, this.#chunks);
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

  /**
   * | data that is not JSON | then |
   * |---|---|
   * | `DONE` or `[DONE]` | ignored: some gateways end their streams so |
   * | the last event, without its blank line | ignored: it is cut, and whether the response is complete shows without it |
   * | after a complete response, as well as JSON that is not an object | ignored, with a warning |
   * | anything else | `stream_malformed` |
   */
  #parse(sent: SseEvent): { readonly value: unknown } | "ignored" {
    const json = decodeUtf8(sent.bytes, sent.from, sent.to);
    let value: unknown;
    try {
      value = parseResponse(json);
    } catch {
      if (/^\s*(?:DONE|\[DONE\])\s*$/.test(json) || !sent.terminated) return "ignored";
      throwIfError(parseLoosely(json), json, this.#init);
      if (!this.#accumulator.complete) throw streamMalformed(this.#index);
    }
    throwIfError(value, json, this.#init);
    if (isRecord(value) || !this.#accumulator.complete) return { value };
    this.#warn();
    return "ignored";
  }

  #warn(): void {
    if (this.#hasIgnored) return;
    this.#hasIgnored = true;
    const message = "Ignoring data after the end of the response that is not part of it. A proxy may have added it.";
    this.#init.scope.onEvent({ type: "warning", code: "stream_malformed", message });
  }
}

function traceIdOf(response: ApiResponse): string | undefined {
  return response.header("x-cloudaicompanion-trace-id");
}

function startsWithByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function parseReply(text: string, init: ReadResponseInit): unknown {
  const status = init.response.status;
  let value: unknown;
  try {
    value = parseResponse(text);
  } catch {
    throwIfError(parseLoosely(text), text, init);
    const raw = init.response.redact(text.slice(0, LONGEST_RAW));
    const page = describePage({ body: text, header: init.response.header });
    if (page) {
      const { found, isTemporary, ...remedy } = page;
      throw responseInvalid(found, { status, phase: isTemporary ? "reply" : "content", raw, ...remedy });
    }
    // JSON may have been cut. Another format would come again.
    const phase = /^\s*[^\s{[]/.test(text) ? "content" : "reply";
    throw responseInvalid(text.trim() === "" ? "it is empty" : "it is not JSON", { status, phase, raw });
  }
  throwIfError(value, text, init);
  return value;
}

/** Throws if the body is an error although the status is 200. */
function throwIfError(
  value: unknown,
  text: string,
  { response, scope, credentialKind, backend, origins }: ReadResponseInit,
): void {
  const parsed = statusOfValue(value);
  if (!parsed) return;
  const { status, header, info, redact } = response;
  throw apiErrorFromStatus(parsed, {
    status,
    body: text.slice(0, LONGEST_RAW),
    header,
    info,
    redact,
    origins,
    credentialKind,
    backend,
    now: scope.clock.now(),
  });
}
