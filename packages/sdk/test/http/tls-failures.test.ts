import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { clientAt, failureOf, transports } from "../support/clients.ts";
import { fakeCertificate } from "../support/fake-certificate.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

const trusted = fakeCertificate("fake server", "127.0.0.1");
const expired = fakeCertificate("fake expired", "127.0.0.1", undefined, ["200101000000Z", "210101000000Z"]);
const early = fakeCertificate("fake early", "127.0.0.1", undefined, ["400101000000Z", "491231000000Z"]);

const hello = { tls: { key: trusted.key, cert: trusted.cert } };
const serve = (tls: object = hello.tls) =>
  startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))), { tls });

/** Trusts the server's certificate, and retries quickly. */
function trusting(ca: string, more: https.AgentOptions = {}): GeminiOptions {
  const agent = new https.Agent({ ca, ...more });
  onTestFinished(() => agent.destroy());
  return { agent, retry: { initialDelayMs: 1 } };
}

/** A server of scripted connections on loopback. */
async function startSocketServer(onSocket: (socket: Socket, connection: number) => void): Promise<number> {
  let connections = 0;
  const sockets: Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    onSocket(socket, connections++);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Forwards to a TLS server. Damages the client's data on the first connection. */
function startDamagingWire(port: number): Promise<number> {
  return startSocketServer((down, connection) => {
    const up = net.connect(port, "127.0.0.1").on("error", () => down.destroy());
    down.on("data", (piece: Buffer) => {
      const bytes = Buffer.from(piece);
      const isApplicationData = bytes[0] === 0x17 || bytes[0] === 0x14;
      const last = bytes.length - 3;
      if (connection === 0 && isApplicationData) bytes[last] = (bytes[last] ?? 0) ^ 0xff;
      up.write(bytes);
    });
    down.on("close", () => up.destroy());
    up.on("close", () => down.destroy());
    up.pipe(down);
  });
}

/** Sends a fatal TLS alert in place of its part of the handshake, on the first `times` connections; then forwards. */
function startAlerting(alert: number, times = Number.POSITIVE_INFINITY, port = 0): Promise<number> {
  return startSocketServer((socket, connection) => {
    if (connection < times) {
      socket.once("data", () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
      return;
    }
    const up = net.connect(port, "127.0.0.1").on("error", () => socket.destroy());
    socket.pipe(up).pipe(socket);
  });
}

describe("node:http", () => {
  test.each([
    ["has expired", expired, "CERT_HAS_EXPIRED", /has expired/],
    ["is not valid yet", early, "CERT_NOT_YET_VALID", /not valid yet/],
  ])("F147 a trusted certificate that %s: the dates and the clock are named", async (_, certificate, reason, words) => {
    const server = await serve({ key: certificate.key, cert: certificate.cert });
    const error = await failureOf(clientAt(server.url, trusting(certificate.cert)).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed", reason, retryable: false, attempts: 1 });
    expect(error.message).toMatch(words);
    expect(error.remedy).toContain("clock");
    expect(error.variable).toBeUndefined();
  });

  test("F147 a certificate for another host: the remedy is the address, not an authority", async () => {
    const other = fakeCertificate("fake other host", "127.0.0.2");
    const server = await serve({ key: other.key, cert: other.cert });
    const error = await failureOf(clientAt(server.url, trusting(other.cert)).generate("Hi"));
    expect(error).toMatchObject({ reason: "ERR_TLS_CERT_ALTNAME_INVALID", retryable: false, attempts: 1 });
    expect(error.message).toContain("another host name");
    expect(error.remedy).toContain("Check the address");
    expect(error.remedy).not.toContain("authority");
  });

  test("F147 an untrusted certificate: the remedy is the authority", async () => {
    const server = await serve();
    const error = await failureOf(clientAt(server.url, { retry: true }).generate("Hi"));
    expect(error).toMatchObject({ retryable: false, attempts: 1, option: "agent", variable: "NODE_EXTRA_CA_CERTS" });
    expect(error.message).toContain("is not trusted");
  });

  const mutual = { ...hello.tls, requestCert: true, rejectUnauthorized: true, ca: trusted.cert };

  test.each(["TLSv1.2", "TLSv1.3"] as const)("F147 %s: the server requires a client certificate", async (version) => {
    const server = await serve({ ...mutual, minVersion: version, maxVersion: version });
    const error = await failureOf(clientAt(server.url, trusting(trusted.cert)).generate("Hi"));
    expect(error.code).toBe("connection_failed");
    expect(error.message).toContain("client certificate");
    expect(error.message).not.toContain("not trusted");
    // Before TLS 1.3, the server's alert does not say what it misses.
    if (version === "TLSv1.3") {
      expect(error).toMatchObject({
        reason: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
        retryable: false,
        attempts: 1,
      });
    }
  });

  test.each([
    ["no PEM", "fake"],
    ["an unreadable PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
  ])("F147 a key of the agent that is %s: the error says so, and nothing is sent", async (_name, key) => {
    const server = await serve();
    const error = await failureOf(clientAt(server.url, trusting(trusted.cert, { key })).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed", option: "agent", retryable: false, attempts: 1 });
    expect(error.reason).toMatch(/^ERR_OSSL_/);
    expect(error.message).toContain("a certificate or key of this program cannot be read");
    expect(server.sockets).toHaveLength(0);
  });

  test.each(["TLSv1.2", "TLSv1.3"] as const)("F148 %s: a damaged record is retried", async (version) => {
    const server = await serve();
    const port = await startDamagingWire(server.port);
    const client = clientAt(`https://127.0.0.1:${port}`, trusting(trusted.cert, { maxVersion: version }));
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(server.requests).toHaveLength(1);
  });

  test("F148 no common TLS version: not retried", async () => {
    const server = await serve({ ...hello.tls, maxVersion: "TLSv1.2" });
    const options = trusting(trusted.cert, { minVersion: "TLSv1.3" });
    const error = await failureOf(clientAt(server.url, options).generate("Hi"));
    expect(error).toMatchObject({ reason: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", retryable: false, attempts: 1 });
    expect(error.message).toContain("TLS version");
  });

  test.each([10, 20, 22, 40, 51, 80])("F148 alert %i once: retried", async (alert) => {
    const server = await serve();
    const port = await startAlerting(alert, 1, server.port);
    const client = clientAt(`https://127.0.0.1:${port}`, trusting(trusted.cert));
    expect((await client.generate("Hi")).text).toBe("Hello");
  });
});

describe.each(transports)("$transport", ({ options }) => {
  const retried = { ...options, retry: { initialDelayMs: 1 } };

  test.each([
    [20, "ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC"],
    [80, "ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR"],
  ])(
    "F148 alert %i every time: as many attempts as after a reset, and no mention of certificates",
    async (alert, reason) => {
      const port = await startAlerting(alert);
      const error = await failureOf(clientAt(`https://127.0.0.1:${port}`, retried).generate("Hi"));
      expect(error).toMatchObject({ code: "connection_failed", reason, retryable: true });
      expect(error.attempts).toBeGreaterThan(1);
      expect(error.message).not.toMatch(/certificate/);
    },
  );

  test.each([42, 44, 45, 46, 48, 49, 116])("F147 alert %i: the client's certificate, not retried", async (alert) => {
    const port = await startAlerting(alert);
    const error = await failureOf(clientAt(`https://127.0.0.1:${port}`, retried).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed", retryable: false, attempts: 1 });
    expect(error.message).toContain("client certificate");
  });

  test("F148 an https address of an http server: the error names it, and it is not retried", async () => {
    const server = http.createServer();
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const error = await failureOf(clientAt(`https://127.0.0.1:${port}`, retried).generate("Hi"));
    expect(error).toMatchObject({ reason: "ERR_SSL_WRONG_VERSION_NUMBER", retryable: false, attempts: 1 });
    expect(error.message).toContain("a server for http, not https");
  });

  test("F148 an http address of a TLS server that closes: the error names https", async () => {
    const server = await serve();
    const url = server.url.replace("https:", "http:");
    const error = await failureOf(clientAt(url, options).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed" });
    expect(error.message).toContain("https://");
  });
});

test("F148 an http address of a server that responds with a TLS alert: the error names it, and it is not retried", async () => {
  const port = await startAlerting(10);
  const error = await failureOf(clientAt(`http://127.0.0.1:${port}`, { retry: true }).generate("Hi"));
  expect(error).toMatchObject({ reason: "ERR_SSL_HTTP_REQUEST", retryable: false, attempts: 1 });
  expect(error.message).toContain("expects TLS");
});
