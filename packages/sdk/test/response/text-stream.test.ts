import { describe, expect, test } from "vitest";
import type { GeminiOptions, GenerateContentStream } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, streamHead, streamReply } from "../support/replies.ts";

const RESTARTS: GeminiOptions = { retry: { restartStreams: true, initialDelayMs: 1 } };
const thought = { candidates: [{ content: { role: "model", parts: [{ text: "Hm.", thought: true }] } }] };
const call = { candidates: [{ content: { role: "model", parts: [{ functionCall: { name: "find" } }] } }] };

async function clientOf(respond: (request: RawRequest) => unknown, options?: GeminiOptions) {
  const server = await startRawServer(respond);
  return { server, client: clientAt(server.url, options) };
}

/** The texts before the end or the failure. */
async function textsOf(stream: AsyncIterable<string>): Promise<{ texts: string[]; failed: unknown }> {
  const texts: string[] = [];
  let failed: unknown;
  try {
    for await (const text of stream) texts.push(text);
  } catch (error) {
    failed = error;
  }
  return { texts, failed };
}

describe("textStream()", () => {
  test("returns each piece of text, and nothing for thoughts, function calls and empty pieces", async () => {
    const payloads = [thought, answer("Hel"), call, answer(""), answer("lo"), answer("", "STOP")];
    const body = payloads.map((payload) => event(payload)).join("");
    const { client } = await clientOf(({ socket }) => socket.write(`${streamHead()}${chunk(body)}${lastChunk}`));
    const stream = client.sendMessageStream("Hi, canary");
    expect(await textsOf(stream.textStream())).toEqual({ texts: ["Hel", "lo"], failed: undefined });
    expect((await stream.response()).text).toBe("Hello");
    expect(client.history).toHaveLength(2);
  });

  test("cancels the call when its loop is left", async () => {
    const { client, server } = await clientOf(({ socket }) => {
      socket.write(`${streamHead()}${chunk(event(answer("Hel")))}`);
    });
    const stream = client.sendMessageStream("Hi, canary");
    for await (const _ of stream.textStream()) break;
    await server.closed();
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(client.history).toEqual([]);
  });

  test("fails as the iteration does", async () => {
    const { client } = await clientOf(({ socket }) => socket.end(`${streamHead()}${chunk(event(answer("Hel")))}`));
    const { texts, failed } = await textsOf(client.generateStream("Hi, canary").textStream());
    expect(texts).toEqual(["Hel"]);
    expect(failed).toMatchObject({ code: "stream_interrupted" });
  });

  test("refuses a send from inside its loop, also after a first chunk without text", async () => {
    // The second event comes when the first is used up.
    const pieces = [event(thought), event(answer("Hello"))].map((piece) => Buffer.from(piece));
    const pull = (controller: ReadableStreamDefaultController) => {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
    };
    const headers = { "content-type": "text/event-stream" };
    const fetch = async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
    const client = clientAt("http://127.0.0.1:1", { fetch });
    for await (const _ of client.sendMessageStream("Hi, canary").textStream()) {
      expect(await failureOf(client.sendMessage("Again, canary"))).toMatchObject({ code: "conversation_busy" });
      break;
    }
  });
});

describe("textStream() with restartStreams", () => {
  const broken = (text: string) => `${streamHead()}${chunk(event(answer(text)))}`;

  test("fails with the error that broke the stream, without another request", async () => {
    const { client, server } = await clientOf(({ socket }) => socket.end(broken("Hel")), RESTARTS);
    const { texts, failed } = await textsOf(client.generateStream("Hi, canary").textStream());
    expect(texts).toEqual(["Hel"]);
    expect(failed).toMatchObject({ code: "stream_interrupted", attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test("is retried while nothing was delivered", async () => {
    const { client } = await clientOf(({ socket, index }) => {
      if (index === 0) socket.end(streamHead());
      else socket.write(streamReply(["Hel", "lo"]));
    }, RESTARTS);
    expect((await textsOf(client.generateStream("Hi, canary").textStream())).texts).toEqual(["Hel", "lo"]);
  });

  test("leaves out what a restart has taken back before it was called", async () => {
    const { client } = await clientOf(({ socket, index }) => {
      if (index < 2) socket.end(broken(`${index} `));
      else socket.write(streamReply(["Hel", "lo"]));
    }, RESTARTS);
    const stream = client.generateStream("Hi, canary");
    await stream.response();
    expect(await textsOf(stream.textStream())).toEqual({ texts: ["Hel", "lo"], failed: undefined });
  });

  test("is empty after a cancellation that dropped a restart", async () => {
    const { client, server } = await clientOf(({ socket, index }) => {
      if (index === 0) socket.end(broken("Hel"));
    }, RESTARTS);
    const stream = client.generateStream("Hi, canary");
    const whole = failureOf(stream.response());
    await server.received(2);
    stream.cancel();
    expect(await textsOf(stream.textStream())).toEqual({ texts: [], failed: undefined });
    expect(await whole).toMatchObject({ code: "aborted" });
  });

  /** Opens a textStream() in the wait before the second attempt, when the first has delivered "one ". */
  async function openedInTheWait(use: (stream: GenerateContentStream) => void) {
    const { client, server } = await clientOf(
      ({ socket, index }) => {
        if (index === 0) socket.end(broken("one "));
        else socket.write(streamReply(["one ", "two"]));
      },
      { ...RESTARTS, onEvent: ({ type }) => type === "retry" && use(stream) },
    );
    const stream = client.generateStream("Hi, canary");
    return { server, stream };
  }

  test("fails if it delivered text during the wait for the next attempt", async () => {
    let read: ReturnType<typeof textsOf> | undefined;
    const { server, stream } = await openedInTheWait((opened) => {
      read = textsOf(opened.textStream());
    });
    expect(await failureOf(stream.response())).toMatchObject({ code: "stream_interrupted" });
    expect(await read).toMatchObject({ texts: ["one "], failed: { code: "stream_interrupted" } });
    expect(server.requests).toHaveLength(1);
  });

  test("leaves out the broken attempt if it was called during the wait for the next one", async () => {
    let texts: AsyncIterable<string> | undefined;
    const { stream } = await openedInTheWait((opened) => {
      texts = opened.textStream();
    });
    expect((await stream.response()).text).toBe("one two");
    expect(await textsOf(texts ?? stream.textStream())).toEqual({ texts: ["one ", "two"], failed: undefined });
  });
});
