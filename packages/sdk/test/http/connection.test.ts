import https from "node:https";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { createHttp } from "../../src/http/http.node.ts";
import { createTransport } from "../../src/http/send.ts";
import { systemClock } from "../../src/platform/system-clock.ts";
import { CallScope } from "../../src/scope/call-scope.ts";
import { NO_TIMEOUTS } from "../../src/scope/timeouts.ts";
import { clientAt, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, head, jsonReply, reply } from "../support/replies.ts";

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(transports)("$transport", ({ transport, options }) => {
  test("F37 refused", async () => {
    const port = await freePort();
    const error = await failureOf(clientAt(`http://127.0.0.1:${port}`, options).generate("Hi"));
    expect(error).toMatchObject({
      code: "connection_failed",
      phase: transport === "fetch" ? "headers" : "connect",
      reason: "ECONNREFUSED",
      retryable: true,
      attempts: 1,
    });
    expect(error.message).toContain(`127.0.0.1:${port}`);
    expect("cause" in error).toBe(false);
    expect(error.option).toBe("baseUrl");
    expect(error.remedy).toMatch(
      /^Nothing listens at this address, .* check the address that you set \(option `baseUrl`/,
    );
  });

  test.each(["reset", "ended"] as const)("F37 %s before the headers", async (how) => {
    const server = await startRawServer(({ socket }) => (how === "reset" ? socket.resetAndDestroy() : socket.end()));
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({
      code: "connection_failed",
      phase: "headers",
      retryable: true,
      attempts: 1,
    });
    expect(server.requests).toHaveLength(1);
  });

  test("F37 reset within the headers", async () => {
    const server = await startRawServer(({ socket }) => socket.end("HTTP/1.1 200 OK\r\ncontent-ty"));
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({
      code: "connection_failed",
      phase: "headers",
    });
  });

  test("F40 headers that are too large", async () => {
    const server = await startRawServer(({ socket }) => socket.write(head(200, { "x-large": "x".repeat(100_000) })));
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({ code: "response_invalid" });
    await server.closed();
  });

  test("F40 a protocol switch that was not requested", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.write(head(101, { connection: "upgrade", upgrade: "fake" })),
    );
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({ name: "GeminiError" });
    await server.closed();
  });

  test("F40 a reply that is not HTTP", async () => {
    const server = await startRawServer(({ socket }) => socket.write("SSH-2.0-server\r\n\r\n"));
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({ code: "response_invalid" });
    await server.closed();
  });

  test.each([301, 302, 303, 307, 308])("F42 redirect %d is not followed, and no key is sent on", async (status) => {
    const elsewhere = await startRawServer(({ socket }) => socket.write(jsonReply(answer("stolen", "STOP"))));
    const server = await startRawServer(({ socket }) =>
      socket.write(reply(status, "", { location: `${elsewhere.url}/v1beta/x` })),
    );
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({
      code: "redirect_refused",
      retryable: false,
    });
    expect([server.requests.length, elsewhere.sockets.length]).toEqual([1, 0]);
  });

  test("a key that no header can contain is a typed error that does not quote it", async () => {
    const headers = async () => ({ "x-goog-api-key": "fake\nkey" });
    const request = {
      operation: "generateContent",
      backend: "gemini-api",
      method: "GET",
      url: "http://127.0.0.1:9/",
      headers: {},
      authorizer: { credentialKind: "api-key", headers },
    } as const;
    const scope = new CallScope({ clock: systemClock, timeouts: NO_TIMEOUTS });
    const error = await failureOf(createTransport(createHttp(options)).send(request, scope));
    expect(error).toMatchObject({ code: "invalid_options", retryable: false });
    expect(error.message).toContain("x-goog-api-key");
    expect(error.message).not.toContain("fake");
  });
});

describe("node:http", () => {
  test.each([
    ["a name that is not found", "ENOTFOUND"],
    ["a name server that does not answer", "EAI_AGAIN"],
    ["a host that cannot be reached", "EHOSTUNREACH"],
    ["a network that cannot be reached", "ENETUNREACH"],
  ])("F37 %s", async (_what, code) => {
    const lookup = (_host: string, _options: unknown, tell: (error: Error) => void) =>
      tell(Object.assign(new Error("canary"), { code }));
    const agent = new https.Agent({ lookup } as https.AgentOptions);
    expect(await failureOf(clientAt("https://fake.invalid", { agent }).generate("Hi"))).toMatchObject({
      code: "connection_failed",
      phase: "connect",
      reason: code,
      retryable: true,
    });
  });
});

describe("fetch", () => {
  test("F54 a response from a fetch that ignores its signal is discarded", async () => {
    const server = await startRawServer(() => {});
    const controller = new AbortController();
    const client = clientAt(server.url, {
      signal: controller.signal,
      fetch: (url, { signal: _ignored, ...init }) => globalThis.fetch(url, init),
    });
    const failure = failureOf(client.generate("Hi"));
    await server.received(1);
    controller.abort();
    expect((await failure).code).toBe("aborted");
    server.sockets[0]?.write(head(200, { "content-length": 100 }));
    await server.closed();
  });
});

test.each([
  ["ECONNREFUSED", "https://generativelanguage.googleapis.com", "fetch"],
  ["ENOTFOUND", "https://generativelanguage.googleapis.com", "fetch"],
  ["ENOTFOUND", "https://gateway.example", "baseUrl"],
  ["ECONNREFUSED", "https://gateway.example:8443", "baseUrl"],
  ["ECONNRESET", "https://gateway.example", "fetch"],
  ["EHOSTUNREACH", "http://127.0.0.1:9", "fetch"],
])("%s at %s: the option to check is `%s`", async (code, baseUrl, option) => {
  const fetch = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause: { code } }));
  const error = await failureOf(clientAt(baseUrl, { fetch }).generate("Hi"));
  expect(error).toMatchObject({ code: "connection_failed", reason: code, option });
});
