import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { GenerateContentStream } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { asGeminiError, clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, streamHead, streamReply } from "../support/replies.ts";

const PROMPT = "Count, canary";
const usage = { promptTokenCount: 2, totalTokenCount: 5 };

interface Sent {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** The events of a body, read as strictly as our own format allows. */
function parse(body: string): Sent[] {
  expect(body.endsWith("\n\n")).toBe(true);
  return body
    .slice(0, -2)
    .split("\n\n")
    .map((block) => {
      const [, name = "message", json = ""] = /^(?:event: (\w+)\n)?data: (.*)$/.exec(block) ?? [];
      return { event: name, data: JSON.parse(json) };
    });
}

const eventsOf = async (stream: GenerateContentStream) => parse(await stream.toResponse().text());

/** A client of a server that sends these bytes to each request. */
async function clientOf(...pieces: readonly (string | Uint8Array)[]) {
  const server = await startRawServer(({ socket }) => {
    for (const piece of pieces) socket.write(piece);
  });
  return { server, client: clientAt(server.url) };
}

describe("toResponse()", () => {
  test("is an event stream of the chunks as JSON, with `done` at the end", async () => {
    const { client } = await clientOf(streamReply(["One\n", "\ntwo 😀"]));
    const response = client.sendMessageStream(PROMPT).toResponse();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
    });
    expect(parse(await response.text())).toEqual([
      { event: "message", data: { type: "content", textDelta: "One\n" } },
      {
        event: "message",
        data: { type: "content", textDelta: "\ntwo 😀", finishReason: "STOP", usageMetadata: usage },
      },
      { event: "done", data: { finishReason: "STOP", usageMetadata: usage } },
    ]);
    expect(client.history).toHaveLength(2);
  });

  test("has thoughts, and the candidates of a chunk with more than text", async () => {
    const parts = [{ text: "Look" }, { functionCall: { name: "find", args: { what: "it" } } }];
    const thought = { candidates: [{ content: { role: "model", parts: [{ text: "Hm.", thought: true }] } }] };
    const call = { candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }] };
    const { client } = await clientOf(streamHead(), chunk(event(thought) + event(call)), lastChunk);
    expect((await eventsOf(client.generateStream(PROMPT))).map(({ data }) => data)).toEqual([
      { type: "content", textDelta: "", thinkingDelta: "Hm." },
      { type: "content", textDelta: "Look", finishReason: "STOP", candidates: call.candidates },
      { finishReason: "STOP" },
    ]);
  });

  test("adds the caller's headers, which take precedence", async () => {
    const { client } = await clientOf();
    const headers = { "Cache-Control": "no-store", "x-own": "canary-header" };
    for (const form of [headers, Object.entries(headers) as [string, string][], new Headers(headers)]) {
      const response = client.generateStream(PROMPT).toResponse({ headers: form });
      expect(Object.fromEntries(response.headers)).toEqual({
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-own": "canary-header",
      });
    }
  });

  test("F259 keeps each of several cookies", async () => {
    const { client } = await clientOf();
    const cookies = ["a=fake; Path=/", "b=fake; Path=/"];
    const headers = cookies.map((cookie) => ["set-cookie", cookie] as const);
    const response = client.generateStream(PROMPT).toResponse({ headers }) as Response;
    expect(response.headers.getSetCookie()).toEqual(cookies);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
  });

  test("accepts the headers of another response, as the constructor of Response does", async () => {
    const { client } = await clientOf();
    const other = new Response(null, { headers: { "x-own": "canary-header" } });
    const response = client.generateStream(PROMPT).toResponse(other);
    expect(response.headers.get("x-own")).toBe("canary-header");
  });

  test("refuses headers that HTTP does not allow, and leaves the stream usable", async () => {
    const { client } = await clientOf(streamReply(["Hi"]));
    const stream = client.generateStream(PROMPT);
    const wrong = () => stream.toResponse({ headers: { "x-own": "canary\n" + "x" } });
    expect(wrong).toThrow(expect.objectContaining({ code: "invalid_options", option: "headers" }));
    expect(await stream.toResponse().text()).toContain("event: done");
  });

  test("passes restarts on", async () => {
    const server = await startRawServer(({ socket, index }) => {
      if (index === 0) socket.end(`${streamHead()}${chunk(event(answer("Hel")))}`);
      else socket.write(streamReply(["Hello"]));
    });
    const client = clientAt(server.url, { retry: { restartStreams: true, initialDelayMs: 1 } });
    expect((await eventsOf(client.generateStream(PROMPT))).map(({ data }) => data.type ?? data.finishReason)).toEqual([
      "content",
      "restart",
      "content",
      "STOP",
    ]);
  });
});

describe("the `done` event", () => {
  const counted = (usageMetadata: object, finishReason?: string) =>
    event({ ...answer("Hi", finishReason), usageMetadata });

  test("has the token counts of the whole response, as response() has them", async () => {
    const events = counted({ promptTokenCount: 2, totalTokenCount: 3 }) + counted({ totalTokenCount: 5 }, "STOP");
    const { client } = await clientOf(streamHead(), chunk(events), lastChunk);
    const stream = client.generateStream(PROMPT);
    expect((await eventsOf(stream)).at(-1)).toEqual({
      event: "done",
      data: { finishReason: "STOP", usageMetadata: usage },
    });
    expect((await stream.response()).usageMetadata).toEqual(usage);
  });

  test("has no token counts of an attempt before a restart", async () => {
    const server = await startRawServer(({ socket, index }) => {
      if (index === 0) socket.end(`${streamHead()}${chunk(counted({ promptTokenCount: 9, totalTokenCount: 9 }))}`);
      else
        socket.write(
          `${streamHead()}${chunk(event({ ...answer("Hi", "STOP"), usageMetadata: undefined }))}${lastChunk}`,
        );
    });
    const client = clientAt(server.url, { retry: { restartStreams: true, initialDelayMs: 1 } });
    const sent = await eventsOf(client.generateStream(PROMPT));
    expect(sent.map(({ data }) => data.type)).toContain("restart");
    expect(sent.at(-1)).toEqual({ event: "done", data: { finishReason: "STOP" } });
  });
});

describe("a body that fails", () => {
  test("ends with the error's code and message, and without a broken connection", async () => {
    const { client, server } = await clientOf(streamHead(), chunk(event(answer("Hel"))));
    const stream = client.generateStream(PROMPT);
    const body = stream.toResponse().text();
    await server.received(1);
    server.sockets[0]?.end();
    const [first, last, ...rest] = parse(await body);
    expect([first?.data.textDelta, rest]).toEqual(["Hel", []]);
    const error = asGeminiError(await stream.response().catch((failure: unknown) => failure));
    expect(last).toEqual({ event: "error", data: { code: "stream_interrupted", message: error.message } });
  });

  test("says so if the call could not start", async () => {
    const { client, server } = await clientOf();
    const sent = await eventsOf(client.generateStream(PROMPT, { temperature: 9 }));
    expect(sent).toMatchObject([{ event: "error", data: { code: "invalid_options" } }]);
    expect(server.requests).toHaveLength(0);
  });

  test("is not `done` if the stream was cancelled elsewhere", async () => {
    const { client } = await clientOf(streamHead(), chunk(event(answer("Hel"))));
    const stream = client.sendMessageStream(PROMPT);
    const reader = stream.toReadableStream().getReader();
    const read = async () => Buffer.from((await reader.read()).value ?? "").toString();
    expect(await read()).toContain("Hel");
    stream.cancel({ keepPartial: true });
    expect(client.history).toHaveLength(2);
    expect(parse(await read())).toMatchObject([{ event: "error", data: { code: "aborted" } }]);
    expect(await reader.read()).toMatchObject({ done: true });
  });

  test("cancels the call if a chunk cannot be written as JSON", async () => {
    const args = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    const deep = `data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":${args}}}]}}]}\n\n`;
    const { client, server } = await clientOf(streamHead(), chunk(deep));
    expect(await eventsOf(client.generateStream(PROMPT))).toEqual([
      { event: "error", data: { code: "unknown", message: "The stream failed." } },
    ]);
    await server.closed();
  });
});

describe("a body", () => {
  test("starts nothing until it is read, and reads nothing ahead", async () => {
    const events = ["one ", "two ", "three "].map((text) => event(answer(text))).join("");
    const { client, server } = await clientOf(streamHead(), chunk(events));
    const unread = client.generateStream(PROMPT).toResponse();
    const stream = client.sendMessageStream(PROMPT);
    const reader = stream.toResponse().body?.getReader();
    await reader?.read();
    expect(server.requests).toHaveLength(1);
    stream.cancel({ keepPartial: true });
    expect(client.history[1]?.parts).toEqual([{ text: "one " }]);
    expect(unread.bodyUsed).toBe(false);
  });

  test("cancels the call when it is cancelled, also while it is being read", async () => {
    for (const read of [false, true]) {
      const { client, server } = await clientOf(streamHead(), chunk(event(answer("Hel"))));
      const stream = client.sendMessageStream(PROMPT);
      const reader = stream.toReadableStream().getReader();
      await reader.read();
      const waiting = read ? reader.read() : undefined;
      await reader.cancel();
      await server.closed();
      expect((await waiting)?.done).toBe(read || undefined);
      await expect(stream.response()).rejects.toMatchObject({ code: "aborted" });
      expect(client.history).toEqual([]);
    }
  });

  test("sends nothing if it is cancelled unread", async () => {
    const { client, server } = await clientOf();
    const stream = client.generateStream(PROMPT);
    await stream.toReadableStream().cancel();
    await expect(stream.response()).rejects.toMatchObject({ code: "aborted" });
    expect(server.requests).toHaveLength(0);
  });

  test("cancels the call when the client of a server goes away", async () => {
    const { emulator, ...started } = await start({ paceMs: 60_000 });
    const client = started.client();
    const server = createServer(async (_request, response) => {
      const body = client.sendMessageStream("Count from 1 to 9").toReadableStream();
      await pipeline(Readable.fromWeb(body), response).catch(() => {});
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}`, { signal: controller.signal });
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(parse(Buffer.from(value ?? "").toString())).toMatchObject([{ data: { textDelta: "1," } }]);
    controller.abort();
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
    expect(client.history).toEqual([]);
  });
});

describe("the one iterator of a stream", () => {
  const uses: Record<string, (stream: GenerateContentStream) => unknown> = {
    "for await": (stream) => stream[Symbol.asyncIterator](),
    "textStream()": (stream) => stream.textStream(),
    "toReadableStream()": (stream) => stream.toReadableStream(),
    "toResponse()": (stream) => stream.toResponse(),
  };
  const names = Object.keys(uses);
  const pairs = names.flatMap((first) => names.map((second) => [first, second] as const));

  test.each(pairs)("is taken by %s, so that %s fails", async (first, second) => {
    const { client } = await clientOf();
    const stream = client.generateStream(PROMPT);
    uses[first]?.(stream);
    expect(() => uses[second]?.(stream)).toThrow(expect.objectContaining({ code: "stream_consumed" }));
  });

  test("is taken once from a textStream()", async () => {
    const { client } = await clientOf();
    const texts = client.generateStream(PROMPT).textStream();
    texts[Symbol.asyncIterator]();
    expect(() => texts[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
  });
});

describe("a runtime without the web's classes", () => {
  afterEach(() => void vi.unstubAllGlobals());

  test.each([
    ["ReadableStream", "toReadableStream()"],
    ["ReadableStream", "toResponse()"],
    ["Response", "toResponse()"],
  ] as const)("without %s, %s fails with `unsupported`, and the stream can still be read", async (name, method) => {
    const { client } = await clientOf(streamReply(["Hi"]));
    const stream = client.generateStream(PROMPT);
    vi.stubGlobal(name, undefined);
    const use = () => (method === "toResponse()" ? stream.toResponse() : stream.toReadableStream());
    expect(use).toThrow(expect.objectContaining({ code: "unsupported", message: expect.stringContaining(name) }));
    expect((await stream.response()).text).toBe("Hi");
  });
});
