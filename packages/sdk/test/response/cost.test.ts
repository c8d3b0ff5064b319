import { afterEach, describe, expect, test, vi } from "vitest";
import { clientAt, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, streamHead } from "../support/replies.ts";

afterEach(() => void vi.restoreAllMocks());

const EVENTS = 2_000;

/** A stream in chunks that are cut anywhere, as a fast answer comes. */
function longStream(): Uint8Array {
  const events = Array.from({ length: EVENTS }, (_, index) =>
    event(answer(`word ${index} "quoted" `, index === EVENTS - 1 ? "STOP" : undefined)),
  );
  const bytes = Buffer.from(events.join(""));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 10_000) chunks.push(chunk(bytes.subarray(at, at + 10_000)));
  return Buffer.concat([Buffer.from(streamHead()), ...chunks, Buffer.from(lastChunk)]);
}

/** How many turns of the microtask queue pass until the returned function is called; at most 100. */
function turnsSince(): () => number {
  let turns = 0;
  let counting = true;
  const next = () => {
    if (!counting || turns === 100) return;
    turns += 1;
    queueMicrotask(next);
  };
  queueMicrotask(next);
  return () => {
    counting = false;
    return turns;
  };
}

describe.each(transports)("the cost of an event over $transport", ({ transport, options }) => {
  test("no event is parsed as a whole, and its bytes are copied once", async () => {
    const bytes = longStream();
    const server = await startRawServer(({ socket }) => socket.write(bytes));
    const client = clientAt(server.url, options);
    const parse = vi.spyOn(JSON, "parse");
    const copy = vi.spyOn(Uint8Array.prototype, "set");
    let received = 0;
    for await (const { textDelta } of client.generateStream("Hi")) received += textDelta.length;
    const parsed = parse.mock.calls.reduce((total, [json]) => total + json.length, 0);
    const copied = copy.mock.calls.reduce((total, [piece]) => total + piece.length, 0);
    expect(received).toBeGreaterThan(15 * EVENTS);
    // The text of each, for its escapes, and the last event.
    expect(parsed).toBeLessThan(1.5 * received);
    expect(copied).toBeGreaterThan(0.9 * bytes.length);
    // The runtime's `fetch` copies as well.
    if (transport === "node:http") expect(copied).toBeLessThan(1.2 * bytes.length);
  });

  test("at most one turn of the microtask queue passes between two ready chunks", async () => {
    const bytes = longStream();
    const server = await startRawServer(({ socket }) => socket.write(bytes));
    const turns: number[] = [];
    let count: (() => number) | undefined;
    for await (const _ of clientAt(server.url, options).generateStream("Hi")) {
      if (count) turns.push(count());
      count = turnsSince();
    }
    count?.();
    expect(turns).toHaveLength(EVENTS - 1);
    // What the network brings takes longer, once for many.
    const late = turns.filter((count) => count > 1);
    expect(late.length).toBeLessThan(EVENTS / 20);
  });
});

test("a streamed response is assembled once, and only on demand", async () => {
  const server = await startRawServer(({ socket }) => socket.write(longStream()));
  const stream = clientAt(server.url).generateStream("Hi");
  const decode = vi.spyOn(TextDecoder.prototype, "decode");
  let received = 0;
  for await (const { textDelta } of stream) received += textDelta.length;
  const decoded = decode.mock.results.reduce((total, { value }) => total + value.length, 0);
  // The text of each event, with its escapes, and the name of the model: nothing twice.
  expect(decoded).toBeGreaterThanOrEqual(received);
  expect(decoded).toBeLessThan(1.5 * received);
  decode.mockClear();
  const { text } = await stream.response();
  expect(await stream.response()).toBe(await stream.response());
  expect(text.length).toBeGreaterThan(15 * EVENTS);
  expect(decode.mock.calls.length).toBeGreaterThan(0);
  expect(decode.mock.calls.length).toBeLessThan(20);
});
