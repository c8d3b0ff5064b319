import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clientAt, collect, transports } from "../support/clients.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead } from "../support/replies.ts";

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", onUnhandled);
});
afterEach(() => {
  process.off("unhandledRejection", onUnhandled);
});

/** Node reports a rejection without a handler at the end of the turn of the event loop in which it happens. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const oneEvent = ({ socket }: RawRequest) => socket.write(`${streamHead()}${chunk(event(answer("Hello")))}`);

describe.each(transports)("$transport", ({ options }) => {
  test("a failure in the loop, without a call of response()", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply({ error: { code: 500 } }, 500)));
    expect((await collect(clientAt(server.url, options).sendMessageStream("Hi"))).error).toBeDefined();
    await endOfTurn();
    expect(unhandled).toEqual([]);
  });

  test("a failure in response(), and one whose error is ignored", async () => {
    const server = await startRawServer(({ socket }) => socket.destroy());
    const client = clientAt(server.url, options);
    await expect(client.sendMessageStream("Hi").response()).rejects.toMatchObject({ code: "connection_failed" });
    const ignored = client.generateStream("Hi");
    await ignored.response().catch(() => {});
    await endOfTurn();
    expect(unhandled).toEqual([]);
  });

  test.each(["cancel", "break", "abort", "close", "cut"] as const)("a stream ended by %s", async (how) => {
    const server = await startRawServer(oneEvent);
    const controller = new AbortController();
    const client = clientAt(server.url, { ...options, signal: controller.signal });
    const stream = client.sendMessageStream("Hi");
    const loop = async () => {
      for await (const _ of stream) {
        if (how === "break") break;
        if (how === "cancel") stream.cancel();
        if (how === "abort") controller.abort();
        if (how === "close") await client.close();
        if (how === "cut") server.sockets[0]?.resetAndDestroy();
      }
    };
    await loop().catch(() => {});
    await server.closed();
    await endOfTurn();
    expect(unhandled).toEqual([]);
  });

  test("a stream that is cancelled before and after its start, with a pending next()", async () => {
    const server = await startRawServer(oneEvent);
    const client = clientAt(server.url, options);
    client.sendMessageStream("never begun").cancel();
    const stream = client.sendMessageStream("begun");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const step = iterator.next();
    stream.cancel({ keepPartial: true });
    expect(await step).toEqual({ done: true, value: undefined });
    expect((await stream.response()).text).toBe("Hello");
    await endOfTurn();
    expect(unhandled).toEqual([]);
  });

  test("an observer that is async and fails", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
    const onEvent = async () => {
      throw new Error("the observer's own");
    };
    expect((await clientAt(server.url, { ...options, onEvent }).generate("Hi")).text).toBe("Hello");
    await endOfTurn();
    expect(unhandled).toEqual([]);
  });
});
