import type { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content, GeminiOptions, Part, StreamChunk } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, streamHead, streamReply } from "../support/replies.ts";
import { told } from "./support/told.ts";

const PROMPT = "Count, canary";
const KEEP = { keepPartial: true };

/** A client of a server that writes each payload as one event, all of them at once, and then leaves the stream open. */
async function clientOf(payloads: readonly unknown[], options: GeminiOptions = {}) {
  const body = payloads.map((payload) => event(payload)).join("");
  const server = await startRawServer(({ socket }) => socket.write(`${streamHead()}${chunk(body)}`));
  return clientAt(server.url, options);
}

/** One event of parts that are not only text. */
function parts(...values: readonly object[]) {
  return { candidates: [{ content: { role: "model", parts: values } }], modelVersion: "gemini-fake" };
}

/** What a conversation holds once the prompt and these parts of an answer were kept. */
function kept(...answered: readonly Part[]): Content[] {
  return [
    { role: "user", parts: [{ text: PROMPT }] },
    { role: "model", parts: answered },
  ];
}

const WORDS = ["one ", "two ", "three ", "four ", "five "];

describe("cancel({ keepPartial: true })", () => {
  it("has added what the loop saw when the loop ends, and nothing else that was received", async () => {
    const client = await clientOf(WORDS.map((word) => answer(word)));
    const stream = client.sendMessageStream(PROMPT);
    let seen = 0;
    for await (const _ of stream) {
      seen += 1;
      if (seen === 2) stream.cancel(KEEP);
    }
    expect(client.history).toEqual(kept({ text: "one two " }));
    const response = await stream.response();
    expect(response.candidates[0]?.content).toEqual(client.history[1]);
    expect(response.raw).toHaveLength(2);
    expect(seen).toBe(2);
  });

  it("has added it as soon as cancel() returns", async () => {
    const client = await clientOf(WORDS.map((word) => answer(word)));
    const stream = client.sendMessageStream(PROMPT);
    await stream[Symbol.asyncIterator]().next();
    stream.cancel(KEEP);
    expect(client.history).toEqual(kept({ text: "one " }));
  });

  it("has added it before a next() that waits is done", async () => {
    const client = await clientOf([answer("one "), answer("two ")]);
    const stream = client.sendMessageStream(PROMPT);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const waiting = iterator.next().then(({ done }) => [done, told(client.history)]);
    stream.cancel(KEEP);
    expect(await waiting).toEqual([true, [PROMPT, "one two "]]);
    expect((await stream.response()).text).toBe("one two ");
  });

  it("counts a chunk that was handed to a waiting next(), whether or not its caller has run since", async () => {
    const client = await clientOf([answer("one "), answer("two ")]);
    const stream = client.sendMessageStream(PROMPT);
    const iterator = stream[Symbol.asyncIterator]();
    const [first, second] = [iterator.next(), iterator.next()];
    const text = ({ value }: IteratorResult<StreamChunk, void>) => value?.textDelta;
    await first.then(() => stream.cancel(KEEP));
    expect(told(client.history)[1]).toBe(`${text(await first)}${text(await second) ?? ""}`);
  });

  it("adds nothing if nothing was seen", async () => {
    const server = await startRawServer(({ socket }) => socket.write(streamHead()));
    const client = clientAt(server.url);
    const stream = client.sendMessageStream(PROMPT);
    const waiting = stream[Symbol.asyncIterator]().next();
    await server.received(1);
    stream.cancel(KEEP);
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(client.history).toEqual([]);
  });

  it("adds nothing if nothing of what was seen can be stored", async () => {
    const client = await clientOf([parts({ inlineData: { mimeType: "image/png" } })]);
    const stream = client.sendMessageStream(PROMPT);
    for await (const _ of stream) stream.cancel(KEEP);
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(client.history).toEqual([]);
  });

  it("adds what was received if only response() reads the stream", async () => {
    let read = () => {};
    const isRead = new Promise<void>((resolve) => {
      read = resolve;
    });
    const pieces = [Buffer.from(event(answer("one ")))];
    const pull = (controller: ReadableStreamDefaultController) => {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else read();
    };
    const headers = { "content-type": "text/event-stream" };
    const fetch = async () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
    const client = clientAt("http://127.0.0.1:1", { fetch });
    const stream = client.sendMessageStream(PROMPT);
    const response = stream.response();
    await isRead;
    stream.cancel(KEEP);
    expect(told(client.history)).toEqual([PROMPT, "one "]);
    expect((await response).text).toBe("one ");
  });

  it("keeps thoughts, signatures and function calls that were seen, and no part of the event after them", async () => {
    const client = await clientOf([
      parts({ text: "Hm. ", thought: true }),
      parts({ text: "Well.", thought: true }),
      parts({ text: "Look: " }, { functionCall: { name: "find", args: { what: "it" } }, thoughtSignature: "c2ln" }),
      parts({ text: "Found. " }, { functionCall: { name: "find", args: { what: "more" } } }),
    ]);
    const stream = client.sendMessageStream(PROMPT);
    let seen = 0;
    for await (const _ of stream) {
      seen += 1;
      if (seen === 3) stream.cancel(KEEP);
    }
    expect(client.history).toEqual(
      kept(
        { text: "Hm. Well.", thought: true },
        { text: "Look: " },
        { functionCall: { name: "find", args: { what: "it" } }, thoughtSignature: "c2ln" },
      ),
    );
    expect((await stream.response()).thinking).toBe("Hm. Well.");
  });

  it("keeps what was seen outside a conversation too: response() returns it", async () => {
    const client = await clientOf(WORDS.map((word) => answer(word)));
    const stream = client.generateStream(PROMPT);
    for await (const _ of stream) stream.cancel(KEEP);
    expect((await stream.response()).text).toBe("one ");
    expect(client.history).toEqual([]);
  });

  it("continues the conversation with what was kept", async () => {
    const server = await startRawServer(({ socket, index }) =>
      socket.write(index === 0 ? `${streamHead()}${chunk(event(answer("one ")) + event(answer("two ")))}` : next),
    );
    const next = streamReply(["Next"]);
    const client = clientAt(server.url);
    const stream = client.sendMessageStream(PROMPT);
    for await (const _ of stream) stream.cancel(KEEP);
    await client.sendMessageStream("Go on, canary").response();
    expect(told(client.history)).toEqual([PROMPT, "one ", "Go on, canary", "Next"]);
    const contents = JSON.parse(server.requests[1]?.body ?? "").contents as Content[];
    expect(told(contents)).toEqual([PROMPT, "one ", "Go on, canary"]);
  });
});

describe("cancel({ keepPartial: true }) of a stream that restarts", () => {
  /** Two events and a broken connection; then one event, and an open stream. */
  async function restarting() {
    const server = await startRawServer(({ socket, index }) => {
      if (index === 0) socket.end(`${streamHead()}${chunk(event(answer("old ")) + event(answer("text ")))}`);
      else socket.write(`${streamHead()}${chunk(event(answer("new ")) + event(answer("unseen ")))}`);
    });
    const client = clientAt(server.url, { retry: { restartStreams: true, initialDelayMs: 1 } });
    return { server, client, stream: client.sendMessageStream(PROMPT) };
  }

  it("keeps the previous attempt if the reader saw only chunks of that one", async () => {
    const { server, client, stream } = await restarting();
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const whole = failureOf(stream.response()).catch(() => {});
    await server.received(2);
    stream.cancel(KEEP);
    expect(told(client.history)).toEqual([PROMPT, "old "]);
    await whole;
  });

  it("keeps nothing between the restart and the first chunk after it", async () => {
    const { client, stream } = await restarting();
    for await (const { type } of stream) if (type === "restart") stream.cancel(KEEP);
    expect(client.history).toEqual([]);
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
  });

  it("keeps what was seen since the restart", async () => {
    const { client, stream } = await restarting();
    for await (const { textDelta } of stream) if (textDelta === "new ") stream.cancel(KEEP);
    expect(told(client.history)).toEqual([PROMPT, "new "]);
  });
});

describe("what is kept is what was seen", () => {
  const part = fc.oneof(
    fc.record({ text: fc.string({ unit: "binary", maxLength: 5 }) }),
    fc.record({ text: fc.string({ maxLength: 5 }), thought: fc.constant(true) }),
    fc.record({ text: fc.string({ maxLength: 5 }), thoughtSignature: fc.constant("c2ln") }),
    fc.record({ functionCall: fc.record({ name: fc.constantFrom("find", "ask"), args: fc.constant({}) }) }),
  );
  const payload = fc.array(part, { minLength: 1, maxLength: 3 }).map((values) => parts(...values));
  const scenario = fc
    .array(fc.record({ payload, withNext: fc.boolean() }), { minLength: 1, maxLength: 12 })
    .chain((events) => fc.record({ events: fc.constant(events), reads: fc.integer({ min: 1, max: events.length }) }));

  it("for any number of chunks read, however the network splits them", async () => {
    let script: readonly { readonly payload: unknown; readonly withNext: boolean }[] = [];
    const write = async (socket: Socket) => {
      socket.write(streamHead());
      let piece = "";
      for (const [index, { payload, withNext }] of script.entries()) {
        piece += event(payload);
        if (withNext && index < script.length - 1) continue;
        socket.write(chunk(piece));
        piece = "";
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    let writing = Promise.resolve();
    const server = await startRawServer(({ socket }) => {
      writing = write(socket);
    });
    const client = clientAt(server.url);
    await fc.assert(
      fc.asyncProperty(scenario, async ({ events, reads }) => {
        // Chunks are held back until the first with content; without any, nothing can be read.
        fc.pre(events.slice(0, reads).some(({ payload }) => payload.candidates[0]?.content.parts.some(hasContent)));
        script = events;
        const chat = client.chat();
        const stream = chat.sendMessageStream(PROMPT);
        const chunks: StreamChunk[] = [];
        for await (const one of stream) if (chunks.push(one) === reads) stream.cancel(KEEP);
        const { candidates, raw, text, thinking } = await stream.response();
        expect(text).toBe(chunks.map(({ textDelta }) => textDelta).join(""));
        expect(thinking).toBe(chunks.map(({ thinkingDelta }) => thinkingDelta).join(""));
        expect(raw).toEqual(chunks.map((one) => one.raw));
        expect(chat.history).toHaveLength(2);
        expect(chat.history[1]).toEqual(candidates[0]?.content);
        const calls = (content: Content | undefined) => content?.parts?.filter(({ functionCall }) => functionCall);
        expect(calls(chat.history[1])).toEqual(chunks.flatMap((one) => calls(one.candidates[0]?.content) ?? []));
        // The server writes on after a cancel, and would work during the next test.
        await writing;
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

function hasContent(part: object): boolean {
  return !("text" in part) || part.text !== "";
}
