import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HttpsProxyAgent } from "https-proxy-agent";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { describe, expect, onTestFinished, test } from "vitest";
import { startProxy } from "../../../../tests/proxy/start-proxy.ts";
import { type FetchLike, GeminiClient } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { fakeCertificate } from "../support/fake-certificate.ts";
import { answer } from "../support/replies.ts";

const HOST = "generativelanguage.googleapis.com";
const certificate = fakeCertificate("fake Google", HOST);

/** Plays the Gemini API on a port of loopback. */
async function playGoogle(): Promise<number> {
  const server = https.createServer(certificate, (request, response) => {
    request.resume();
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer("Hello", "STOP")));
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Asks in a process of its own, with the built package, because Node reads its switch for proxies only once. */
async function askInProcess(flags: readonly string[], env: Record<string, string>, options = "{}"): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "gemini-ts-proxy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, certificate.cert);
  const sdk = new URL("../../dist/index.js", import.meta.url);
  const program = `import { GeminiClient } from ${JSON.stringify(sdk.href)};
    const client = new GeminiClient({ retry: false, ...${options} });
    await client.generate("Hi").then(({ text }) => console.log(text), ({ message }) => console.log(message));`;
  const child = spawn(process.execPath, [...flags, "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      HOME: folder,
      GEMINI_API_KEY: "fake-key-canary",
      NODE_EXTRA_CA_CERTS: authority,
      NODE_NO_WARNINGS: "1",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  await new Promise((resolve) => child.on("close", resolve));
  return output.trim();
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const hasSwitch = (major === 22 && minor >= 21) || (major === 24 && minor >= 5) || major > 24;

describe.runIf(hasSwitch).each([
  ["node:http", "{}"],
  ["fetch", "{ fetch: globalThis.fetch }"],
])("%s with Node's own switch", (_transport, options) => {
  test.each([
    ["NODE_USE_ENV_PROXY", [], { NODE_USE_ENV_PROXY: "1" }],
    ["--use-env-proxy", ["--use-env-proxy"], {}],
  ])("F149 %s: the request goes through HTTPS_PROXY", async (_name, flags, env) => {
    const proxy = await startProxy({ to: await playGoogle(), user: "fake", password: "canary" });
    const url = proxy.url.replace("http://", "http://fake:canary@");
    expect(await askInProcess(flags, { ...env, HTTPS_PROXY: url }, options)).toBe("Hello");
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 200`]);
  });

  test("F149 a proxy that requires a password: the error says so, after one attempt, without the password in its address", async () => {
    const proxy = await startProxy({ refuse: 407 });
    const url = proxy.url.replace("http://", "http://fake:canary@");
    const message = await askInProcess([], { NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: url }, options);
    expect(message).toMatch(
      /^The proxy refused the connection .* with status 407: it requires a user name and password/,
    );
    expect(message).not.toContain("canary");
    expect(proxy.seen).toHaveLength(1);
  });

  test("F149 the error names an unreachable proxy", async () => {
    const env = { NODE_USE_ENV_PROXY: "1", HTTPS_PROXY: "http://fake:canary@127.0.0.1:1" };
    const message = await askInProcess([], env, options);
    expect(message).toMatch(/^The connection to the proxy 127\.0\.0\.1:1 for generativelanguage.* failed/);
    expect(message).not.toContain("canary");
  });
});

test("F149 without the switch, HTTPS_PROXY has no effect", async () => {
  const proxy = await startProxy({ refuse: 503 });
  await askInProcess([], { HTTPS_PROXY: proxy.url }, "{ timeouts: { connect: 1 } }");
  expect(proxy.seen).toEqual([]);
});

describe("an agent of the caller", () => {
  const clientWith = (agent: object, retry = false) => {
    const client = new GeminiClient({ apiKey: "fake-key-canary", agent, retry: retry && { initialDelayMs: 1 } });
    onTestFinished(() => client.close());
    return client;
  };

  test("F149 sends requests through its proxy", async () => {
    const proxy = await startProxy({ to: await playGoogle() });
    const agent = new HttpsProxyAgent(proxy.url);
    Object.assign(agent.options, { ca: certificate.cert });
    expect((await clientWith(agent).generate("Hi")).text).toBe("Hello");
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 200`]);
  });

  test("F149 a fetch of undici sends requests through its proxy", async () => {
    const proxy = await startProxy({ to: await playGoogle() });
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: certificate.cert } });
    onTestFinished(() => dispatcher.close());
    const fetch: FetchLike = (url, init) => undiciFetch(url, { ...init, dispatcher });
    const client = new GeminiClient({ apiKey: "fake-key-canary", fetch, retry: false });
    onTestFinished(() => client.close());
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(proxy.seen).toEqual([`CONNECT ${HOST}:443 200`]);
  });

  test.each([
    [407, false, 1],
    [503, true, 3],
  ])("F149 a proxy that refuses with %i: retryable is %s", async (status, retryable, attempts) => {
    const proxy = await startProxy({ refuse: status });
    const agent = new HttpsProxyAgent(proxy.url);
    const error = await failureOf(clientWith(agent, true).generate("Hi"));
    expect(error).toMatchObject({ status, retryable, attempts });
    if (status === 407) expect(error).toMatchObject({ code: "connection_failed", reason: "ERR_PROXY_TUNNEL" });
  });
});
