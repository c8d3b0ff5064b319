import net, { type AddressInfo, type Socket } from "node:net";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { type GeminiOptions, geminiApi } from "../../src/index.ts";
import { failureOf, testClient, transports } from "../support/clients.ts";

const HOST = "generativelanguage.googleapis.com";
const OPENED = "HTTP/1.1 200 OK\r\n\r\n";
const PAGE = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>Wi-Fi login canary-page</html>";

/** Starts a server on loopback, and calls back when a connection has sent something. Returns its host and port. */
async function startServer(onData: (socket: Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => onData(socket));
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy that says that the tunnel is open, and then does something else when the handshake begins. */
function startProxy(onHandshake: (socket: Socket) => void): Promise<string> {
  return startServer((socket) => {
    socket.once("data", () => onHandshake(socket));
    socket.write(OPENED);
  });
}

const retry = { initialDelayMs: 1 };

const ways: readonly (readonly [way: string, options: (proxy: string) => GeminiOptions])[] = [
  ["agent", (proxy) => ({ agent: new HttpsProxyAgent(`http://fake:canary@${proxy}`) })],
  [
    "fetch",
    (proxy) => {
      const dispatcher = new ProxyAgent(`http://fake:canary@${proxy}`);
      onTestFinished(() => dispatcher.destroy());
      return { fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) };
    },
  ],
];

const failureBehind = (options: GeminiOptions) =>
  failureOf(testClient({ backend: geminiApi({ apiKey: "fake-key-canary" }), retry, ...options }).generate("Hi"));

describe.each(ways)("a proxy by the option %s", (option, optionsFor) => {
  test("F213 that sends a page instead of the handshake: not attributed to Google, and not retried", async () => {
    const proxy = await startProxy((socket) => socket.end(PAGE));
    const error = await failureBehind(optionsFor(proxy));
    expect(error).toMatchObject({ code: "connection_failed", reason: "ERR_SSL_WRONG_VERSION_NUMBER", attempts: 1 });
    expect(error.summary).toBe(
      `The connection to ${HOST} failed: it got something other than TLS in response (ERR_SSL_WRONG_VERSION_NUMBER).`,
    );
    expect(error.remedy).toMatch(/^A proxy may not have opened the tunnel to this host: .*sign-in page of a network/);
    expect(error.retryable).toBe(false);
  });

  test("F213 that closes during the handshake: the error says so, and it is retried", async () => {
    const proxy = await startProxy((socket) => socket.end());
    const error = await failureBehind(optionsFor(proxy));
    expect(error).toMatchObject({ code: "connection_failed", reason: "ECONNRESET", option, attempts: 3 });
    expect(error.summary).toContain(`The connection to ${HOST} failed: it was closed before TLS was set up`);
    expect(error.remedy).toMatch(/^A proxy may not have opened the tunnel to this host: .*without a proxy/i);
  });
});

test.each([
  ["resets the tunnel", OPENED, "ECONNRESET"],
  ["closes before it opens a tunnel", "", "unknown"],
  ["does not speak HTTP", "hello\r\n", "unknown"],
])("F213 an agent's proxy that %s: the error names the tunnel", async (_, sent, reason) => {
  const proxy = await startServer((socket) => {
    if (sent === OPENED) socket.once("data", () => socket.resetAndDestroy()).write(sent);
    else socket.end(sent);
  });
  const error = await failureBehind({ agent: new HttpsProxyAgent(`http://${proxy}`) });
  expect(error).toMatchObject({ code: "connection_failed", reason, option: "agent", attempts: 3 });
  expect(error.remedy).toMatch(/^A proxy may not have opened the tunnel/);
});

describe.each(transports)("$transport without a proxy", ({ options }) => {
  test("F213 a server that closes during the handshake", async () => {
    const server = await startServer((socket) => socket.end());
    const error = await failureBehind({
      ...options,
      backend: geminiApi({ apiKey: "fake-key-canary", baseUrl: `https://${server}` }),
    });
    expect(error).toMatchObject({ code: "connection_failed", reason: "ECONNRESET", attempts: 3 });
    expect(error.summary).toContain("it was closed before TLS was set up");
    expect(error.remedy).toContain("Without a proxy, check the network and the server, then try again.");
  });
});
