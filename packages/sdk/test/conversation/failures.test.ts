import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { type Content, codeAssist } from "../../src/index.ts";
import { told } from "../client/support/told.ts";
import { loginFile, type Started, start } from "../client/support/ways.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import {
  answer,
  chunk,
  event,
  head,
  jsonReply,
  lastChunk,
  reply,
  streamHead,
  streamReply,
} from "../support/replies.ts";

const HISTORY: readonly Content[] = [
  { role: "user", parts: [{ text: "My name is Alice." }] },
  { role: "model", parts: [{ text: "Hello Alice!" }] },
];

/** What the server does with the second request of three, and what the send fails with. */
const FAILURES: readonly (readonly [phase: string, bytes: Uint8Array | string | undefined, code: string])[] = [
  ["a reset before the headers", undefined, "connection_failed"],
  ["a refusal", jsonReply({ error: { code: 400, status: "INVALID_ARGUMENT", message: "no" } }, 400), "invalid_request"],
  ["a server error", reply(503, "busy"), "server_error"],
  ["a redirect", head(302, { location: "http://127.0.0.1:9/", "content-length": 0 }), "redirect_refused"],
  ["a page", reply(200, "<html>", { "content-type": "text/html" }), "response_invalid"],
  ["nothing", streamHead() + lastChunk, "stream_interrupted"],
  ["headers and then a reset", streamHead(), "stream_interrupted"],
  ["half an answer", Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Half")))]), "stream_interrupted"],
  [
    "an answer without an end",
    Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Half"))), Buffer.from(lastChunk)]),
    "stream_interrupted",
  ],
  [
    "an event that is not JSON",
    Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Half"))), chunk("data: {\n\n")]),
    "stream_malformed",
  ],
  [
    "an error after tokens",
    Buffer.concat([
      Buffer.from(streamHead()),
      chunk(event(answer("Half"))),
      chunk(event({ error: { code: 500, status: "INTERNAL" } })),
    ]),
    "server_error",
  ],
  [
    "a finish without content",
    Buffer.concat([
      Buffer.from(streamHead()),
      chunk(event({ candidates: [{ finishReason: "STOP" }] })),
      Buffer.from(lastChunk),
    ]),
    "empty_response",
  ],
  [
    "a refusal of the answer",
    Buffer.concat([
      Buffer.from(streamHead()),
      chunk(event({ candidates: [{ finishReason: "SAFETY" }] })),
      Buffer.from(lastChunk),
    ]),
    "blocked",
  ],
];

describe("F68 a failed turn is not in the history, and the next send is valid", () => {
  it.each(FAILURES)("%s", async (_phase, bytes, code) => {
    const server = await startRawServer(({ body, socket }) => {
      if (!body.includes("Say two")) return socket.write(streamReply(["Fine"]));
      if (bytes === undefined) return socket.resetAndDestroy();
      socket.write(bytes);
      return socket.end();
    });
    const client = clientAt(server.url, { history: HISTORY });
    await client.sendMessageStream("Say one").response();
    const before = client.history;
    const { error } = await collect(client.sendMessageStream("Say two"));
    expect(error).toMatchObject({ code });
    expect(client.history).toBe(before);
    await client.sendMessageStream("Say three").response();
    expect(told(client.history)).toEqual([...told(HISTORY), "Say one", "Fine", "Say three", "Fine"]);
    const sent = JSON.parse(server.requests.at(-1)?.body ?? "") as { contents: Content[] };
    expect(sent.contents).toEqual(client.history.slice(0, 5));
  });

  it("no connection at all", async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    const client = clientAt(`http://127.0.0.1:${port}`, { history: HISTORY });
    const before = client.history;
    expect(await failureOf(client.sendMessage("Hello!"))).toMatchObject({
      code: "connection_failed",
      phase: "connect",
    });
    expect(client.history).toBe(before);
  });

  it.each(["headers", "idle", "total"] as const)("the %s deadline", async (phase) => {
    const clock = new ManualClock();
    const server = await startRawServer(({ index, socket }) => {
      if (index > 0) socket.write(streamReply(["Fine"]));
      else if (phase !== "headers")
        socket.write(Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Half")))]));
    });
    const client = clientAt(server.url, { history: HISTORY, timeouts: { [phase]: 1_000 } }, testPlatform({ clock }));
    const before = client.history;
    const stream = client.sendMessageStream("Hello!");
    const iterator = stream[Symbol.asyncIterator]();
    if (phase !== "headers") await iterator.next();
    const next = failureOf(iterator.next());
    await server.received(1);
    clock.advance(1_000);
    expect(await next).toMatchObject({ code: "timeout", phase });
    expect(client.history).toBe(before);
    expect((await client.sendMessageStream("Hello!").response()).text).toBe("Fine");
    expect(client.history).toHaveLength(4);
  });
});

/** When the caller's signal fires. */
const MOMENTS: readonly (readonly [when: string, operation: string])[] = [
  ["while signing in", "token"],
  ["while the project is looked up", "loadCodeAssist"],
  ["before the headers", "streamGenerateContent"],
];

describe("F68 F83 an abort in every phase", () => {
  it.each(MOMENTS)("%s", async (_when, operation) => {
    const controller = new AbortController();
    const server: Started = await start({
      intercept: { request: (call) => void (call.operation === operation && controller.abort("mine")) },
    });
    const credentialsPath = await loginFile(server.emulator, { expiresInMs: -1 });
    const oauthClient = { clientId: "fake-client", clientSecret: "fake-secret", tokenUrl: `${server.url}/token` };
    const backend = codeAssist({ credentialsPath, endpoint: server.url, oauthClient });
    const client = server.client({ backend, history: HISTORY });
    const before = client.history;
    const error = await failureOf(client.sendMessageStream("Hello!", { signal: controller.signal }).response());
    expect(error).toMatchObject({ code: "aborted", cause: "mine" });
    expect(client.history).toBe(before);
    expect((await client.sendMessage("What is my name?")).text).toBe("Your name is Alice.");
  });

  it("at each chunk", async () => {
    const client = (await start({ paceMs: 2 })).client({ history: HISTORY });
    const before = client.history;
    for (const last of ["1,", " 2,", " 3,"]) {
      const controller = new AbortController();
      const read = async () => {
        for await (const chunk of client.sendMessageStream("Count from 1 to 9", { signal: controller.signal })) {
          if (chunk.textDelta === last) controller.abort("mine");
        }
      };
      expect(await failureOf(read())).toMatchObject({ code: "aborted", cause: "mine" });
      expect(client.history).toBe(before);
    }
    expect((await client.sendMessage("What is my name?")).text).toBe("Your name is Alice.");
  });

  it("after the end: nothing is rolled back", async () => {
    const controller = new AbortController();
    const client = (await start()).client();
    const stream = client.sendMessageStream("Hello!", { signal: controller.signal });
    const response = await stream.response();
    controller.abort();
    expect(await stream.response()).toBe(response);
    expect(client.history).toHaveLength(2);
  });
});
