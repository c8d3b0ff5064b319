import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { codeAssist, type GeminiClient, type GeminiOptions } from "../../src/index.ts";
import { TestClock } from "../auth/support/test-clock.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import type { RawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, streamHead, streamReply } from "../support/replies.ts";
import { hello, patientAt, rateLimit, refusal, startScript } from "./support/patient.ts";

/** A client whose first wait begins and does not end by itself. */
async function inWait(
  server: RawServer,
  call: (client: GeminiClient) => Promise<unknown>,
  options: GeminiOptions = {},
) {
  const clock = new TestClock();
  let announce: (delayMs: number) => void = () => {};
  const announced = new Promise<number>((resolve) => {
    announce = resolve;
  });
  const onEvent: GeminiOptions["onEvent"] = (event) => event.type === "retry" && announce(event.delayMs);
  const client = clientAt(server.url, { retry: true, onEvent, ...options }, testPlatform({ clock }));
  const outcome = failureOf(call(client));
  await clock.waitBegun(await announced);
  return { client, clock, outcome };
}

describe("F83 while a call waits for its retry", () => {
  test("F68 an abort ends it at once; nothing more is sent, the history is unchanged, and the next send succeeds", async () => {
    const server = await startScript(refusal(503), hello);
    const controller = new AbortController();
    const { client, clock, outcome } = await inWait(server, (client) =>
      client.sendMessage("Hi", { signal: controller.signal }),
    );
    controller.abort("enough");
    expect(await outcome).toMatchObject({ code: "aborted", phase: "retry", attempts: 1, cause: "enough" });
    expect(clock.waiting).toBe(0);
    clock.advance(60_000);
    expect(server.requests).toHaveLength(1);
    expect(client.history).toEqual([]);
    expect((await client.sendMessage("Hi")).text).toBe("Hello");
    expect(client.history).toHaveLength(2);
  });

  test("close() ends it", async () => {
    const server = await startScript(refusal(503), hello);
    const { client, clock, outcome } = await inWait(server, (client) => client.generate("Hi"));
    await client.close();
    expect(await outcome).toMatchObject({ code: "client_closed", phase: "retry" });
    expect(clock.waiting).toBe(0);
  });

  test("cancel() of a stream ends it, with what was delivered before a restart in the partial", async () => {
    const half = Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Hel")))]);
    const server = await startScript(({ socket }) => socket.end(half), streamReply(["Hello"]));
    let cancel = () => {};
    const { client, outcome } = await inWait(
      server,
      async (client) => {
        const stream = client.sendMessageStream("Hi");
        cancel = () => stream.cancel();
        await collect(stream);
        return stream.response();
      },
      { retry: { restartStreams: true } },
    );
    cancel();
    expect(await outcome).toMatchObject({ code: "aborted", phase: "retry", partial: { text: "Hel" } });
    expect(client.history).toEqual([]);
  });

  test("the calls behind it in the queue wait, and continue in order", async () => {
    const server = await startScript(rateLimit("3s"), hello, hello);
    const { client } = patientAt(server.url);
    await Promise.all([client.sendMessage("first"), client.sendMessage("second")]);
    const prompts = client.history.filter(({ role }) => role === "user").map(({ parts }) => parts?.[0]?.text);
    expect(prompts).toEqual(["first", "second"]);
    expect(server.requests).toHaveLength(3);
    expect(server.requests[1]?.body).toContain("first");
  });
});

describe("deadlines", () => {
  test("F39 silence before the first event fails one attempt; after text it is final", async () => {
    const silent = ({ socket }: { readonly socket: { write(text: string): unknown } }) => socket.write(streamHead());
    const server = await startScript(silent, streamReply(["Hello"]));
    const clock = new ManualClock();
    const soon = (milliseconds: number) => void setImmediate(() => clock.advance(milliseconds));
    const onEvent: GeminiOptions["onEvent"] = (event) => {
      if (event.type === "response" && event.attempt === 1) soon(60);
      else if (event.type === "retry") soon(event.delayMs);
    };
    const options: GeminiOptions = { retry: { initialDelayMs: 1 }, timeouts: { idle: 60 } };
    const platform = testPlatform({ clock });
    const { text } = await collect(clientAt(server.url, { ...options, onEvent }, platform).generateStream("Hi"));
    expect(text).toBe("Hello");

    const half = Buffer.concat([Buffer.from(streamHead()), chunk(event(answer("Hel")))]);
    const stalling = await startScript(({ socket }) => socket.write(half));
    const read = async () => {
      for await (const _ of clientAt(stalling.url, options, platform).generateStream("Hi")) soon(60);
    };
    const failed = { code: "timeout", phase: "idle", attempts: 1, partial: { text: "Hel" } };
    expect(await failureOf(read())).toMatchObject(failed);
    await stalling.closed();
  });

  test("F39 a connection that times out is retried, since nothing was sent", async () => {
    // Nothing answers the TLS greeting.
    let greeted = () => {};
    const mute = createServer((socket) => {
      socket.on("error", () => {}).resume();
      greeted();
    });
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void mute.close());
    const { port } = mute.address() as AddressInfo;
    const endpoint = `https://127.0.0.1:${port}`;
    const accountSetUp = codeAssist({ accessToken: "fake", endpoint });
    for (const options of [{}, { backend: accountSetUp }]) {
      const { client, retries, clock } = patientAt(endpoint, { ...options, timeouts: { connect: 50 } });
      greeted = () => setImmediate(() => clock.advance(50));
      const error = await failureOf(client.generate("Hi"));
      expect(error).toMatchObject({ code: "timeout", phase: "connect", option: "timeouts.connect", attempts: 3 });
      expect(retries()).toHaveLength(2);
    }
  });

  test("F39 no reply within `headers` is final: the answer may already be in progress, and is billed", async () => {
    const server = await startScript(() => {}, hello);
    const { client, clock, retries } = patientAt(server.url, { timeouts: { headers: 5_000 } });
    const outcome = failureOf(client.generate("Hi"));
    await server.received(1);
    clock.advance(5_000);
    expect(await outcome).toMatchObject({ code: "timeout", phase: "headers", attempts: 1, retryable: true });
    expect(retries()).toEqual([]);
  });

  test("the total deadline covers all attempts", async () => {
    const late = jsonReply(answer("late", "STOP"));
    const server = await startScript(refusal(503), ({ socket }) =>
      socket.write(head(200, { "content-length": late.length })),
    );
    const { client, clock } = patientAt(server.url, { timeouts: { total: 30_000 } });
    const outcome = failureOf(client.generate("Hi"));
    await server.received(2);
    clock.advance(30_000);
    expect(await outcome).toMatchObject({ code: "timeout", phase: "total", attempts: 2 });
  });
});
