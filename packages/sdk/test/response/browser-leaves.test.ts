import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { type GeminiEvent, type GenerateContentStream, isGeminiError } from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";

const PROMPT = "Think for long, canary";

type Stream = (signal: AbortSignal) => GenerateContentStream;

/** How a handler of `node:http` sends a stream as server-sent events, so that the call ends when the browser leaves. */
const handlers: Readonly<Record<string, (start: Stream, response: ServerResponse) => Promise<void>>> = {
  "stream.cancel() on close": async (start, response) => {
    const stream = start(new AbortController().signal);
    response.on("close", () => stream.cancel());
    await pipeline(stream.toReadableStream(), response);
  },
  "a signal on close": async (start, response) => {
    const controller = new AbortController();
    response.on("close", () => controller.abort());
    await pipeline(start(controller.signal).toReadableStream(), response);
  },
  "Readable.fromWeb()": async (start, response) => {
    await pipeline(Readable.fromWeb(start(new AbortController().signal).toReadableStream()), response);
  },
};

/** Answers one request with a stream, and resolves to the browser's connection once the handler runs. */
async function browse(handler: string, start: Stream) {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = once(server, "request");
  const { port } = server.address() as AddressInfo;
  const browser = request({ port }).on("error", () => {});
  browser.end();
  const response = (await asked)[1] as ServerResponse;
  const ended = handlers[handler]?.(start, response).catch(() => {});
  return { leave: () => browser.destroy(), left: once(response, "close"), ended };
}

/** A client of a Google that receives requests and never answers. */
async function silentClient() {
  const events: GeminiEvent[] = [];
  const google = await startRawServer(() => {});
  const client = clientAt(google.url, { onEvent: (event) => events.push(event) });
  const ends = () => events.flatMap((event) => (event.type === "call-end" ? [event.error?.code] : []));
  return { google, client, ends };
}

describe.each(Object.keys(handlers))("a browser that leaves while nothing has come: %s", (handler) => {
  test("ends the call", async () => {
    const { google, client, ends } = await silentClient();
    const { leave, ended } = await browse(handler, (signal) => client.generateStream(PROMPT, { signal }));
    await google.received(1);
    leave();
    await google.closed();
    await ended;
    expect(ends()).toEqual(["aborted"]);
  });
});

describe.each(["stream.cancel() on close", "a signal on close"])(
  "a browser that leaves while its send waits in the queue of its chat: %s",
  (handler) => {
    test("sends nothing", async () => {
      const { google, client, ends } = await silentClient();
      const chat = client.chat();
      const first = chat.sendMessageStream(PROMPT);
      const answer = first.response().catch((error: unknown) => isGeminiError(error) && error.code);
      await google.received(1);
      const { leave, left, ended } = await browse(handler, (signal) =>
        chat.sendMessageStream("queued canary", { signal }),
      );
      leave();
      await left;
      await ended;
      first.cancel();
      expect(await answer).toBe("aborted");
      expect(ends()).toEqual(["aborted"]);
      // A later send of the chat: what waited before it would have been sent before it.
      const last = chat.sendMessageStream("the last canary");
      void last.response().catch(() => {});
      await google.received(2);
      expect(google.requests[1]?.body).toContain("the last canary");
      last.cancel();
    });
  },
);
