import { writeFileSync } from "node:fs";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEAD_PROXY, startProxy } from "../../../../tests/proxy/start-proxy.ts";
import { fakeCertificate } from "../../../sdk/test/support/fake-certificate.ts";
import { runProcess } from "../support/command-process.ts";
import { createHome } from "../support/home.ts";
import { startEmulator, toEvent } from "../support/servers.ts";

const HOST = "generativelanguage.googleapis.com";
const certificate = fakeCertificate("fake Google", HOST);

/** Plays the Gemini API for those who come through a proxy. Resolves to its port, and the environment that trusts it. */
async function playGoogle() {
  const server = https.createServer(certificate, (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(toEvent({ content: { role: "model", parts: [{ text: "Hello" }] }, finishReason: "STOP" }));
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority = join(createHome(), "authority.pem");
  writeFileSync(authority, certificate.cert);
  const env = { GEMINI_API_KEY: "fake-key-canary", NODE_EXTRA_CA_CERTS: authority };
  return { port: (server.address() as AddressInfo).port, env };
}

const answered = { exitCode: 0, stdout: "Hello\n", stderr: "" };

describe("F150 the command behind a proxy", () => {
  test.each(["HTTPS_PROXY", "https_proxy"])("F150 %s", async (name) => {
    const google = await playGoogle();
    const proxy = await startProxy({ to: google.port });
    expect(await runProcess(["hi"], { env: { ...google.env, [name]: proxy.url } })).toEqual(answered);
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 200`]);
  });

  test.each(["HTTP_PROXY", "http_proxy"])("F150 %s is for http addresses", async (name) => {
    const { emulator, env } = await startEmulator();
    const proxy = await startProxy();
    const { exitCode, stderr } = await runProcess(["What is 2+2?"], { env: { ...env, [name]: proxy.url } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(proxy.seen).toEqual([expect.stringMatching(/^POST http:\/\/127\.0\.0\.1:\d+\/v1beta\/.* 200$/)]);
    expect(emulator.calls).toHaveLength(1);
  });

  test("F150 --proxy replaces the variables, and an address without a scheme means http", async () => {
    const google = await playGoogle();
    const proxy = await startProxy({ to: google.port });
    const words = ["--proxy", `127.0.0.1:${proxy.port}`, "hi"];
    expect(await runProcess(words, { env: { ...google.env, HTTPS_PROXY: DEAD_PROXY } })).toEqual(answered);
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 200`]);
  });

  test.each(["NO_PROXY", "no_proxy"])(
    "F150 a host in %s is reached directly, as with an empty --proxy",
    async (name) => {
      const { env } = await startEmulator();
      const proxied = { ...env, HTTP_PROXY: DEAD_PROXY };
      expect(await runProcess(["What is 2+2?"], { env: { ...proxied, [name]: "localhost,127.0.0.1" } })).toMatchObject({
        exitCode: 0,
      });
      expect(await runProcess(["--proxy", "", "What is 2+2?"], { env: proxied })).toMatchObject({ exitCode: 0 });
    },
  );

  test("F150 user name and password of the proxy are sent to it", async () => {
    const google = await playGoogle();
    const proxy = await startProxy({ to: google.port, user: "fake user", password: "fake@canary" });
    const url = `http://fake%20user:fake%40canary@127.0.0.1:${proxy.port}`;
    expect(await runProcess(["hi"], { env: { ...google.env, HTTPS_PROXY: url } })).toEqual(answered);
  });

  test.each([
    [407, "it requires a user name and password", "http://user:password@host:port", 6],
    [403, "it does not allow this host", "NO_PROXY", 6],
  ])("F150 names a proxy that refuses with %i, without retrying or quoting it", async (status, why, remedy, code) => {
    const proxy = await startProxy({ refuse: status });
    const env = { GEMINI_API_KEY: "fake-key-canary", HTTPS_PROXY: `http://fake:canary@127.0.0.1:${proxy.port}` };
    const { exitCode, stdout, stderr } = await runProcess(["hi"], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(why);
    expect(stderr).toContain(remedy);
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 ${status}`]);
  });

  test.each([
    ["closes the connection", (socket: net.Socket) => void socket.end()],
    ["resets the connection", (socket: net.Socket) => void socket.resetAndDestroy()],
    ["does not respond with HTTP", (socket: net.Socket) => void socket.end("SSH-2.0-fake\r\n")],
  ])("F150 names a proxy that %s", async (_what, respond) => {
    const server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => respond(socket));
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const env = { GEMINI_API_KEY: "fake-key-canary", HTTPS_PROXY: `http://fake:canary@127.0.0.1:${port}` };
    const { exitCode, stderr } = await runProcess(["--no-retry", "hi"], { env });
    expect(exitCode).toBe(6);
    expect(stderr).toBe(
      `The proxy refused the connection to ${HOST} with status 502: it cannot reach the host.\n` +
        "Try again; if that does not help, check the proxy.\n",
    );
  });

  test("F150 names a proxy that requires authentication, also for http addresses", async () => {
    const { env } = await startEmulator();
    const proxy = await startProxy({ user: "fake", password: "other" });
    const proxied = { ...env, HTTP_PROXY: `http://fake:canary@127.0.0.1:${proxy.port}` };
    const { exitCode, stderr } = await runProcess(["hi"], { env: proxied });
    expect(exitCode).toBe(6);
    expect(stderr).toContain("it requires a user name and password");
  });

  test("F150 names a proxy that is down", async () => {
    const env = { GEMINI_API_KEY: "fake-key-canary", HTTPS_PROXY: "http://fake:canary@127.0.0.1:1" };
    const { exitCode, stderr } = await runProcess(["--no-retry", "hi"], { env });
    expect(exitCode).toBe(6);
    expect(stderr).toBe(
      `The connection to the proxy 127.0.0.1:1 for ${HOST} failed (ECONNREFUSED).\n` +
        "Check the address of the proxy: --proxy, HTTPS_PROXY or HTTP_PROXY.\n",
    );
  });

  test.each([
    ["--proxy", ["--proxy", "socks5://fake:canary@127.0.0.1:1", "hi"], {}],
    ["HTTPS_PROXY", ["hi"], { HTTPS_PROXY: "http://fake:%zzcanary@127.0.0.1:1" }],
    ["HTTP_PROXY", ["hi"], { http_proxy: "http://" }],
  ])("F150 an invalid address in %s is a usage error that does not quote it", async (name, words, more) => {
    const { exitCode, stderr } = await runProcess(words, { env: { GEMINI_API_KEY: "fake-key-canary", ...more } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`The proxy address in ${name} cannot be used.`);
  });
});
