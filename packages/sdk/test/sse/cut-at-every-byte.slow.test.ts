import { describe, expect, test } from "vitest";
import type { GeminiClient } from "../../src/index.ts";
import { asGeminiError, clientAt, collect, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, head, lastChunk, streamHead } from "../support/replies.ts";
import { eventEnds, plain, recorded, texts } from "./support/recorded-stream.ts";

/** Sends the first bytes of a body and then ends the connection. */
const framings: Record<string, (body: Uint8Array, whole: number) => Uint8Array> = {
  "a chunked body that ends as if it were whole": (body) =>
    Buffer.concat([Buffer.from(streamHead()), ...(body.length > 0 ? [chunk(body)] : []), Buffer.from(lastChunk)]),
  "a body with a content-length": (body, whole) =>
    Buffer.concat([Buffer.from(head(200, { ...plain, "content-length": whole })), body]),
  "a body that only the connection's end delimits": (body) =>
    Buffer.concat([Buffer.from(head(200, { ...plain, connection: "close" })), body]),
};

describe.each(transports)("$transport", ({ options }) => {
  test.each(Object.entries(framings))("F45 a recorded stream cut at every byte of %s", async (_, frame) => {
    // The carriage return of the last line end is the end of the last event already; what is cut before it is cut.
    const cuts = Array.from({ length: recorded.length - 1 }, (_none, length) => length);
    const server = await startRawServer(({ socket, headers }) => {
      socket.end(frame(recorded.subarray(0, Number(headers["x-cut"])), recorded.length));
    });
    const client = clientAt(server.url, options);
    const outcomes = await inGroups(cuts, 16, (cut) => cutAt(client, cut));
    for (const [cut, { text, error }] of outcomes.entries()) {
      const expected = texts.slice(0, eventEnds.filter((end) => end <= cut + 1).length).join("");
      const { code, partial, remedy } = asGeminiError(error);
      // True also where nothing had come.
      expect(remedy).toBe("Send the message again; `error.partial` holds what was received, if anything.");
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
