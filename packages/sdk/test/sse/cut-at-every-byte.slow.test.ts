import { describe, expect, test } from "vitest";
import type { GeminiClient } from "../../src/index.ts";
import { asGeminiError, clientAt, collect, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, head, lastChunk, streamHead } from "../support/replies.ts";
import { eventEnds, jsonEnds, plain, recorded, texts } from "./support/recorded-stream.ts";

interface Framing {
  /** The first bytes of a body, after which the connection ends. */
  readonly frame: (body: Uint8Array, whole: number) => Uint8Array;
  /** The bytes that are needed of each event. At a clean end of the body, the last event needs no line ends. */
  readonly needed: readonly number[];
}

// The carriage return of the last line end is the end of the event already.
const withLineEnds = eventEnds.map((end) => end - 1);

const framings: Record<string, Framing> = {
  "a chunked body that ends as if it were whole": {
    frame: (body) =>
      Buffer.concat([Buffer.from(streamHead()), ...(body.length > 0 ? [chunk(body)] : []), Buffer.from(lastChunk)]),
    needed: jsonEnds,
  },
  "a body with a content-length": {
    frame: (body, whole) => Buffer.concat([Buffer.from(head(200, { ...plain, "content-length": whole })), body]),
    needed: withLineEnds,
  },
  "a body that only the connection's end delimits": {
    frame: (body) => Buffer.concat([Buffer.from(head(200, { ...plain, connection: "close" })), body]),
    needed: jsonEnds,
  },
};

describe.each(transports)("$transport", ({ options }) => {
  test.each(Object.entries(framings))("F45 a recorded stream cut at every byte of %s", async (_, { frame, needed }) => {
    const cuts = Array.from({ length: needed.at(-1) ?? 0 }, (_none, length) => length);
    const server = await startRawServer(({ socket, headers }) => {
      socket.end(frame(recorded.subarray(0, Number(headers["x-cut"])), recorded.length));
    });
    const client = clientAt(server.url, options);
    const outcomes = await inGroups(cuts, 16, (cut) => cutAt(client, cut));
    for (const [cut, { text, error }] of outcomes.entries()) {
      const expected = texts.slice(0, needed.filter((end) => end <= cut).length).join("");
      const { code, partial, remedy } = asGeminiError(error);
      // True also where nothing had come.
      expect(remedy).toBe("Try again; `error.partial` holds what was received, if anything.");
      expect({ cut, code, text, partial: partial?.text ?? "" }).toEqual({
        cut,
        code: "stream_interrupted",
        text: expected,
        partial: expected,
      });
    }
  });
});

async function cutAt(client: GeminiClient, cut: number) {
  return collect(client.generateStream("Hi", { headers: { "x-cut": String(cut) } }));
}

async function inGroups<In, Out>(items: readonly In[], size: number, work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
  }
  return results;
}
