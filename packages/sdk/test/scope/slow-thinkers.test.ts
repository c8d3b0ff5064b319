import { describe, expect, test } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { until } from "../auth/support/until.ts";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, lastChunk, streamHead } from "../support/replies.ts";

const MINUTE = 60_000;

/** A server whose replies the test writes itself, and a client with a clock that stands still. */
async function startSilent(options: GeminiOptions) {
  const server = await startRawServer(() => {});
  const clock = new ManualClock();
  let responses = 0;
  const onEvent: GeminiOptions["onEvent"] = ({ type }) => {
    if (type === "response") responses += 1;
  };
  const client = clientAt(server.url, { ...options, onEvent }, testPlatform({ clock }));
  const socketOf = async (number: number) => {
    await server.received(number);
    const socket = server.requests[number - 1]?.socket;
    if (!socket) throw new Error(`there is no request ${number}`);
    return socket;
  };
  /** Resolves when the client waits for the body. */
  const headersArrived = () => until(() => responses > 0);
  return { server, clock, client, socketOf, headersArrived };
}

describe.each(transports)("F118 a model that thinks for long, over $transport", ({ options }) => {
  test("a response may take 19 minutes", async () => {
    const { clock, client, socketOf } = await startSilent(options);
    const asking = client.generate("canary-question");
    const socket = await socketOf(1);
    clock.advance(19 * MINUTE);
    socket.write(jsonReply(answer("Yes.", "STOP")));
    expect((await asking).text).toBe("Yes.");
  });

  test("a response may take 19 minutes after its headers", async () => {
    const { clock, client, socketOf, headersArrived } = await startSilent(options);
    const asking = client.generate("canary-question");
    const socket = await socketOf(1);
    const body = JSON.stringify(answer("Yes.", "STOP"));
    socket.write(head(200, { "content-type": "application/json", "content-length": body.length }));
    await headersArrived();
    clock.advance(19 * MINUTE);
    socket.write(body);
    expect((await asking).text).toBe("Yes.");
  });

  test("a response that takes 20 minutes fails at the deadline for headers", async () => {
    const { clock, client, socketOf } = await startSilent(options);
    const failing = failureOf(client.generate("canary-question"));
    await socketOf(1);
    clock.advance(20 * MINUTE);
    expect(await failing).toMatchObject({ code: "timeout", phase: "headers", attempts: 1 });
  });

  test.each(["text/event-stream", "application/json"])(
    "the first event of a stream may take 19 minutes after the headers, under %s",
    async (type) => {
      const { clock, client, socketOf, headersArrived } = await startSilent(options);
      const collecting = collect(client.generateStream("canary-question"));
      const socket = await socketOf(1);
      socket.write(streamHead({ "content-type": type }));
      await headersArrived();
      clock.advance(19 * MINUTE);
      socket.write(chunk(event(answer("Yes.", "STOP"))));
      socket.write(lastChunk);
      expect(await collecting).toMatchObject({ text: "Yes.", error: undefined });
    },
  );

  test("after the first event, two minutes of silence end the stream", async () => {
    const { clock, client, socketOf, headersArrived } = await startSilent(options);
    const iterator = client.generateStream("canary-question")[Symbol.asyncIterator]();
    const first = iterator.next();
    const socket = await socketOf(1);
    socket.write(streamHead());
    await headersArrived();
    clock.advance(10 * MINUTE);
    socket.write(chunk(event(answer("Half"))));
    expect((await first).value?.textDelta).toBe("Half");
    const failing = failureOf(iterator.next());
    clock.advance(2 * MINUTE - 1);
    expect(clock.waiting).toBe(1);
    clock.advance(1);
    const error = await failing;
    expect(error.partial?.text).toBe("Half");
    expect(error).toMatchObject({ code: "timeout", phase: "idle", message: expect.stringContaining("120000 ms") });
  });

  test("an idle deadline of the caller's own counts from the start of the stream", async () => {
    const { clock, client, socketOf, headersArrived } = await startSilent({ ...options, timeouts: { idle: MINUTE } });
    const collecting = collect(client.generateStream("canary-question"));
    const socket = await socketOf(1);
    socket.write(streamHead());
    await headersArrived();
    clock.advance(MINUTE);
    expect((await collecting).error).toMatchObject({ code: "timeout", phase: "idle" });
  });

  test("the whole call ends after 30 minutes", async () => {
    const { clock, client, socketOf } = await startSilent(options);
    const iterator = client.generateStream("canary-question")[Symbol.asyncIterator]();
    let next = iterator.next();
    const socket = await socketOf(1);
    socket.write(streamHead());
    for (let minute = 0; minute < 30; minute += 1) {
      socket.write(chunk(event(answer("."))));
      await next;
      next = iterator.next();
      clock.advance(MINUTE);
    }
    expect(await failureOf(next)).toMatchObject({ code: "timeout", phase: "total" });
  });
});
