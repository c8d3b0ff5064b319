import { once } from "node:events";
import { Agent, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { GeminiClient, geminiApi, query, queryStream } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";
import { start, ways } from "./support/ways.ts";

const closed = { code: "client_closed", phase: "options" };

describe.each(ways)("close() on $way", ({ start: startWay }) => {
  it("ends running and waiting calls, and refuses later ones", async () => {
    const { emulator, ...started } = await startWay({ paceMs: 60_000 });
    const client = started.client();
    const stream = client.sendMessageStream("Count from 1 to 9");
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const running = [
      iterator.next(),
      stream.response(),
      client.sendMessage("Hello!"),
      client.generateStream("Hi").response(),
    ];
    const failures = running.map(failureOf);
    await client.close();
    const errors = await Promise.all(failures);
    for (const error of errors) expect(error).toMatchObject({ code: "client_closed" });
    expect(errors[1]).toMatchObject({ phase: "idle", attempts: 1 });
    expect(errors[2]).toMatchObject({ phase: "queue", attempts: 0 });
    await expect.poll(() => emulator.calls.filter(({ outcome }) => outcome === "pending")).toEqual([]);
    await expect(client.sendMessage("Hello!")).rejects.toMatchObject(closed);
    await expect(client.generate("Hello!")).rejects.toMatchObject(closed);
    await expect(client.sendMessageStream("Hello!").response()).rejects.toMatchObject(closed);
    expect(() => client.fork()).toThrow(expect.objectContaining(closed));
    expect(client.history).toEqual([]);
    await client.close();
  });
});

describe("close()", () => {
  it("frees idle sockets", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Fine", "STOP"))));
    const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl: server.url }) });
    await client.sendMessage("Hello!");
    await client.close();
    await server.closed();
  });

  it("is what `await using` does", async () => {
    const started = await start();
    let kept: GeminiClient;
    {
      await using client = started.client();
      kept = client;
      await client.sendMessage("Hello!");
    }
    await expect(kept.sendMessage("Hello!")).rejects.toMatchObject(closed);
  });

  it("keeps the history readable", async () => {
    const client = (await start()).client();
    await client.sendMessage("Hello!");
    await client.close();
    expect(client.history).toHaveLength(2);
  });

  it("of a client does not close its forks, nor the reverse", async () => {
    const client = (await start()).client();
    const fork = client.fork();
    const other = fork.fork();
    await client.close();
    expect((await fork.sendMessage("Say fork")).text).toBe("Fork");
    await fork.close();
    expect((await other.sendMessage("Say other")).text).toBe("Other");
    await expect(fork.sendMessage("Hello!")).rejects.toMatchObject(closed);
  });

  it("of a fork does not end a call of its parent", async () => {
    const client = (await start({ paceMs: 2 })).client();
    const fork = client.fork();
    let text = "";
    for await (const chunk of client.sendMessageStream("Count from 1 to 3")) {
      text += chunk.textDelta;
      await fork.close();
    }
    expect(text).toBe("1, 2, 3");
  });

  it("leaves the caller's own agent open", async () => {
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Fine", "STOP"))));
    const backend = geminiApi({ apiKey: "fake-key", baseUrl: server.url });
    for (let client = 0; client < 2; client += 1) {
      await using using = new GeminiClient({ backend, agent });
      await using.sendMessage("Hello!");
    }
    expect(server.sockets).toHaveLength(1);
  });
});

describe("connections", () => {
  it("query() in a loop uses one", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Fine", "STOP"))));
    const backend = geminiApi({ apiKey: "fake-key", baseUrl: server.url });
    for (let time = 0; time < 5; time += 1) expect((await query("Hello!", { backend })).text).toBe("Fine");
    expect(server.requests).toHaveLength(5);
    expect(server.sockets).toHaveLength(1);
  });

  it("query() and queryStream() use the caller's fetch", async () => {
    const { url, emulator } = await start();
    const fetch = vi.fn<typeof globalThis.fetch>((...given) => globalThis.fetch(...given));
    const options = { backend: geminiApi({ apiKey: "fake-key", baseUrl: url }), fetch, model: "gemini-3.5-flash-lite" };
    await query("Hello!", options);
    await queryStream("Hello!", options).response();
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(emulator.calls).toHaveLength(2);
  });

  it("a client and its forks share theirs", async () => {
    const server = createServer((_request, response) => response.end(JSON.stringify(answer("Fine", "STOP"))));
    onTestFinished(() => void server.close());
    let connections = 0;
    server.on("connection", () => {
      connections += 1;
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl }) });
    await client.sendMessage("Hello!");
    await using fork = client.fork();
    await fork.sendMessage("Hello!");
    expect(connections).toBe(1);
  });

  it("a failure rejects those who wait, and never causes an unhandled rejection", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    onTestFinished(() => void process.off("unhandledRejection", unhandled));
    const client = (await start()).client();
    const stream = client.sendMessageStream("[[block]]");
    const asked = stream.response();
    await expect(
      (async () => {
        for await (const _ of stream);
      })(),
    ).rejects.toMatchObject({ code: "blocked" });
    const cancelled = client.sendMessageStream("Hello!");
    void cancelled.response();
    cancelled.cancel();
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).not.toHaveBeenCalled();
    expect(await failureOf(asked)).toMatchObject({ code: "blocked" });
  });
});
