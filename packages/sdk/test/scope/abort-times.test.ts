import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { codeAssist, type GeminiClient, type GeminiOptions, tool } from "../../src/index.ts";
import { watchArrivals } from "../support/bytes-arrived.ts";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { type RawRequest, type RawServer, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, streamHead } from "../support/replies.ts";

const gzipped = gzipSync(event(answer("x".repeat(1_000))), { finishFlush: 2 });

/** What the server does with the request, after which the client waits for it. */
const silences: readonly (readonly [where: string, answer: (request: RawRequest) => unknown])[] = [
  ["no reply", () => {}],
  ["half of the headers", ({ socket }) => socket.write("HTTP/1.1 200 OK\r\ncontent-ty")],
  ["headers alone", ({ socket }) => socket.write(streamHead())],
  ["half of an event", ({ socket }) => socket.write(`${streamHead()}${chunk("data: {")}`)],
  [
    "a gzipped event",
    ({ socket }) =>
      socket.write(Buffer.concat([Buffer.from(streamHead({ "content-encoding": "gzip" })), chunk(gzipped)])),
  ],
  ["half of a refusal", ({ socket }) => socket.write(`${head(500, { "content-length": 99 })}{`)],
];

/** A client whose clock stands still, so no timer ends its calls. */
const timelessClient = (url: string, options: GeminiOptions) =>
  clientAt(url, options, testPlatform({ clock: new ManualClock() }));

/**
 * Aborts a call that waits. `isImmediate`: whether it failed within the same turn of the event loop, so without waiting for
 * anything; milliseconds would depend on how busy the machine is. Resolves once the connection has closed.
 */
async function abortWaiting(
  server: RawServer,
  client: GeminiClient,
  call: (client: GeminiClient, signal: AbortSignal) => Promise<unknown>,
) {
  const controller = new AbortController();
  const arrived = watchArrivals();
  const failure = failureOf(call(client, controller.signal));
  await server.received(1);
  await arrived(server.sockets[0]);
  const turned = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  controller.abort("enough");
  const isImmediate = await Promise.race([failure.then(() => true), turned]);
  const error = await failure;
  await server.closed();
  return { error, isImmediate };
}

const streamed = async (client: GeminiClient, signal: AbortSignal) => {
  const { error } = await collect(client.generateStream("canary-prompt", { signal }));
  throw error;
};
const whole = (client: GeminiClient, signal: AbortSignal) => client.generate("canary-prompt", { signal });

describe.each(transports)("$transport", ({ transport, options }) => {
  test.each(silences)("F83 after %s: aborted at once, and the connection closes", async (where, reply) => {
    for (const call of [streamed, whole]) {
      const server = await startRawServer(reply);
      const { error, isImmediate } = await abortWaiting(server, timelessClient(server.url, options), call);
      expect(error).toMatchObject({ code: "aborted", cause: "enough" });
      // Node's decompressor works in another thread, which has to end first.
      if (transport === "fetch" || where !== "a gzipped event") expect(isImmediate).toBe(true);
    }
  });

  test("F83 one of two streams: the other's connection stays open, and its answer continues", async () => {
    const server = await startRawServer(({ socket }) => socket.write(`${streamHead()}${chunk(event(answer("a")))}`));
    const client = clientAt(server.url, options);
    const controller = new AbortController();
    const other = client.generateStream("goes on")[Symbol.asyncIterator]();
    await other.next();
    const loop = async () => {
      for await (const _ of client.generateStream("aborted", { signal: controller.signal })) controller.abort();
    };
    await failureOf(loop());
    await server.closed(1);
    server.sockets[0]?.write(chunk(event(answer("b", "STOP"))));
    expect((await other.next()).value?.textDelta).toBe("b");
    await other.return?.();
  });

  test("F83 while a project is looked up: aborted at once, and the connection closes", async () => {
    const server = await startRawServer(() => {});
    const backend = codeAssist({ accessToken: "fake-canary", endpoint: server.url });
    const client = timelessClient(server.url, { ...options, backend });
    const { error, isImmediate } = await abortWaiting(server, client, whole);
    expect(error).toMatchObject({ code: "aborted", cause: "enough" });
    expect(isImmediate).toBe(true);
  });
});

test.each([
  ["tools", { tools: [tool({ name: "work", description: "Works.", execute: () => "done" })] }],
  ["typed output", { schema: { type: "object", properties: { a: { type: "string" } } } }],
])("F83 while the code for %s is loaded: aborted at once, and nothing is sent", async (_, options) => {
  const server = await startRawServer(() => {});
  const controller = new AbortController();
  const failure = failureOf(
    timelessClient(server.url, {}).generate("canary-prompt", { ...options, signal: controller.signal }),
  );
  await undefined;
  const turned = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  controller.abort("enough");
  expect(await Promise.race([failure.then(() => true), turned])).toBe(true);
  expect(await failure).toMatchObject({ code: "aborted", cause: "enough", attempts: 0 });
});
