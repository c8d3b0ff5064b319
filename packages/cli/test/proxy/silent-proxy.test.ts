import https from "node:https";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ProxyAgent } from "../../src/proxy/proxy-agent.ts";
import { proxySettings } from "../../src/proxy/proxy-settings.ts";

test.each(["http", "https"])(
  "F374 a proxy accepts the connection and never responds (%s): closing the agent ends the connection",
  async (scheme) => {
    const server = createServer();
    const asked = new Promise<Socket>((resolve) => {
      server.on("connection", (socket) => {
        socket.on("error", () => {});
        socket.once("data", () => resolve(socket));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const settings = proxySettings(`${scheme}://127.0.0.1:${port}`, {});
    if (!settings) throw new TypeError("no settings");
    const agent = new ProxyAgent(settings);
    const request = https.get("https://gemini.example/", { agent });
    const failed = new Promise((resolve) => request.once("error", resolve));
    const socket = await asked;
    const closed = new Promise((resolve) => socket.once("close", resolve));
    // As the SDK ends a request whose connection takes too long.
    request.destroy();
    agent.destroy();
    await Promise.all([closed, failed]);
  },
);

test.each([`"http://127.0.0.1:3128"`, "'http://127.0.0.1:3128'", "http://", "http://pro xy:1", "socks5://127.0.0.1:1"])(
  "F374 %s is no address of a proxy",
  (address) => {
    expect(() => proxySettings(address, {})).toThrow("The proxy address in --proxy cannot be used.");
    expect(() => proxySettings(undefined, { HTTPS_PROXY: address })).toThrow("The proxy address in HTTPS_PROXY");
  },
);

test.each([" http://127.0.0.1:3128 ", "http://127.0.0.1:3128\n", "http://[::1]:3128", "proxy_1.example:8080"])(
  "F374 %j is one",
  (address) => {
    expect(proxySettings(undefined, { HTTPS_PROXY: address })?.https?.host).toBe(
      new URL(address.replace(/^(?=proxy)/, "http://")).host,
    );
  },
);
