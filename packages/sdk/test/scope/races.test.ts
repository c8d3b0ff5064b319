import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, streamHead } from "../support/replies.ts";

const LIMIT_MS = 1_000;
const reason = new Error("the caller's reason");

/** What may end a call, in every order; all of it within one turn, so that the reset cannot be noticed before the rest. */
const orders = [
  { order: ["abort", "deadline", "reset"], winner: "abort" },
  { order: ["abort", "reset", "deadline"], winner: "abort" },
  { order: ["deadline", "abort", "reset"], winner: "deadline" },
  { order: ["deadline", "reset", "abort"], winner: "deadline" },
  { order: ["reset", "abort", "deadline"], winner: "abort" },
  { order: ["reset", "deadline", "abort"], winner: "deadline" },
] as const;

const outcomes = {
  abort: { code: "aborted", cause: reason },
  deadline: { code: "timeout" },
};

describe.each(transports)("$transport", ({ options }) => {
  describe.each(["headers", "idle"] as const)("while it waits for %s", (phase) => {
    /** A stream that waits, and what can end it. */
    async function start() {
      const clock = new ManualClock();
      const controller = new AbortController();
      let begun = () => {};
      const waiting = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const server = await startRawServer(({ socket }) => {
        if (phase === "idle") socket.write(`${streamHead()}${chunk(event(answer("a")))}`);
        else begun();
      });
      const timeouts = { [phase]: LIMIT_MS };
      const client = clientAt(server.url, { ...options, timeouts }, testPlatform({ clock }));
      const stream = client.generateStream("canary-prompt", { signal: controller.signal });
      const settled: unknown[] = [];
      const read = async () => {
        for await (const _ of stream) setImmediate(begun);
      };
      const loop = read().then(
        () => settled.push("an end"),
        (error: unknown) => settled.push(error),
      );
      const causes = {
        abort: () => controller.abort(reason),
        deadline: () => clock.advance(LIMIT_MS),
        reset: () => server.sockets[0]?.resetAndDestroy(),
      };
      await waiting;
      return { causes, loop, settled, stream, clock };
    }

    test.each(orders)("F85 $order at once: $winner wins, one settlement", async ({ order, winner }) => {
      const { causes, loop, settled, stream, clock } = await start();
      for (const cause of order) causes[cause]();
      await loop;
      expect(settled).toHaveLength(1);
      expect(asGeminiError(settled[0])).toMatchObject(outcomes[winner]);
      await expect(stream.response()).rejects.toBe(settled[0]);
      expect(clock.waiting).toBe(0);
    });

    test("F85 a break that was noticed is the error, whatever follows", async () => {
      const { causes, loop, settled, stream } = await start();
      causes.reset();
      await loop;
      causes.abort();
      causes.deadline();
      const code = phase === "idle" ? "stream_interrupted" : "connection_failed";
      expect(settled).toEqual([expect.objectContaining({ code })]);
      expect("cause" in asGeminiError(settled[0])).toBe(false);
      await expect(stream.response()).rejects.toBe(settled[0]);
    });
  });

  test("F85 an abort in the turn in which the last chunk is read: the answer is kept completely or not at all", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.write(`${streamHead()}${chunk(event(answer("whole", "STOP")))}0\r\n\r\n`),
    );
    const controller = new AbortController();
    const client = clientAt(server.url, { ...options, signal: controller.signal });
    const stream = client.sendMessageStream("canary-prompt");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort(reason);
    const ending = await iterator.next().then(
      ({ done }) => done,
      (error: unknown) => error,
    );
    const response = await stream.response().catch((error: unknown) => error);
    if (ending === true) expect(client.history).toHaveLength(2);
    else expect([ending, client.history]).toEqual([response, []]);
  });
});
