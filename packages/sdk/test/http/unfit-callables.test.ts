import http from "node:http";
import https from "node:https";
import { describe, expect, test, vi } from "vitest";
import { type FetchLike, GeminiClient } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, event, jsonReply } from "../support/replies.ts";

const headers = { get: () => null };

describe("unusable objects of the caller fail as invalid_options, never as a TypeError of ours", () => {
  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["no Response", {}],
    ["headers without get()", { status: 200, headers: {}, body: null }],
    ["a body that is Node's stream, as node-fetch has it", { status: 200, headers, body: { pipe: () => {} } }],
  ])("a fetch that returns %s", async (_, response) => {
    const client = clientAt("http://127.0.0.1:1", { fetch: (async () => response) as unknown as FetchLike });
    for (const send of [client.generate("Hi"), client.generateStream("Hi").response()]) {
      const error = await failureOf(send);
      expect(error).toMatchObject({ code: "invalid_options", attempts: 1 });
      expect(error.message).toMatch(/`fetch`.*web standard/);
    }
  });

  test("F379 a fetch that returns nothing without a promise, as a mock does", async () => {
    const error = await failureOf(clientAt("http://127.0.0.1:1", { fetch: vi.fn() }).generate("Hi"));
    expect(error).toMatchObject({ code: "invalid_options", attempts: 1 });
    expect(error.message).toMatch(/`fetch` got undefined.*web standard/);
  });

  test.each(["generate", "generateStream"] as const)(
    "F379 a fetch that returns the same response for each request, read by %s",
    async (method) => {
      const fetch = vi.fn().mockResolvedValue(Response.json(answer("canary-answer", "STOP")));
      const client = clientAt("http://127.0.0.1:1", { fetch });
      const ask = () => (method === "generate" ? client.generate("Hi") : client.generateStream("Hi").response());
      expect((await ask()).text).toBe("canary-answer");
      expect(await failureOf(ask())).toMatchObject({
        code: "invalid_options",
        summary: "Option `fetch` returned a response whose body has been read.",
        remedy: expect.stringContaining("Return a new one for each request"),
      });
    },
  );

  test("an object that is not an agent", () => {
    expect(() => new GeminiClient({ agent: {} })).toThrow(expect.objectContaining({ code: "invalid_options" }));
  });

  test("an agent for another protocol than the endpoint's", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
    const error = await failureOf(clientAt(server.url, { agent: new https.Agent() }).generate("Hi"));
    expect(error.code).toBe("invalid_options");
    expect(error.message).toMatch(/`agent`.*http:/);
    expect(server.sockets).toHaveLength(0);
  });
});

test("F379 a fetch that returns a response without a promise is used", async () => {
  const fetch = (() => Response.json(answer("canary-answer", "STOP"))) as unknown as FetchLike;
  expect((await clientAt("http://127.0.0.1:1", { fetch }).generate("Hi")).text).toBe("canary-answer");
});

test("an agent that throws is connection_failed", async () => {
  const agent = new http.Agent();
  agent.createConnection = () => {
    throw new Error("canary-agent");
  };
  const error = await failureOf(clientAt("http://127.0.0.1:1", { agent }).generate("Hi"));
  expect(error).toMatchObject({ code: "connection_failed", phase: "connect" });
  expect(error.message).not.toContain("canary");
});

test.each([["abort"], ["idle"]])(
  "F83 a body whose cancel() returns no promise: %s still ends the call",
  async (how) => {
    const first = Buffer.from(event(answer("a")));
    const reader = {
      read: vi
        .fn()
        .mockResolvedValueOnce({ done: false, value: first })
        .mockReturnValue(new Promise(() => {})),
      cancel: () => undefined,
    };
    const fetch = async () => ({ status: 200, headers, body: { getReader: () => reader } });
    const controller = new AbortController();
    const clock = new ManualClock();
    const options = { fetch: fetch as unknown as FetchLike, timeouts: { idle: 50 } };
    const client = clientAt("http://127.0.0.1:1", options, testPlatform({ clock }));
    const read = async () => {
      for await (const { textDelta } of client.generateStream("Hi", { signal: controller.signal })) {
        expect(textDelta).toBe("a");
        setImmediate(() => (how === "abort" ? controller.abort() : clock.advance(50)));
      }
    };
    expect(await failureOf(read())).toMatchObject({ code: how === "abort" ? "aborted" : "timeout" });
  },
);
