import https from "node:https";
import { describe, expect, test } from "vitest";
import { clientAt, failureOf, transports } from "../support/clients.ts";
import { fakeCertificate } from "../support/fake-certificate.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

const authority = fakeCertificate("fake authority", "127.0.0.9");
const selfSigned = fakeCertificate("fake server", "127.0.0.1");
const otherHost = fakeCertificate("fake other host", "127.0.0.2");
const unknownIssuer = fakeCertificate("fake server", "127.0.0.1", authority.signer);

const serve = ({ key, cert }: { key: string; cert: string }) =>
  startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))), { tls: { key, cert } });

describe.each(transports)("$transport", ({ options }) => {
  test.each([
    ["self-signed", selfSigned, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["of an unknown issuer", unknownIssuer, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ])("F40 a certificate %s is not accepted, and the call is not retried", async (_, certificate, reason) => {
    const server = await serve(certificate);
    const error = await failureOf(clientAt(server.url, { ...options, retry: true }).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed", reason, retryable: false, attempts: 1 });
    expect(error.message).toContain("certificate");
    expect(server.requests).toHaveLength(0);
  });
});

describe("node:http", () => {
  test("F40 a certificate of another host", async () => {
    const server = await serve(otherHost);
    const agent = new https.Agent({ ca: otherHost.cert });
    expect(await failureOf(clientAt(server.url, { agent }).generate("Hi"))).toMatchObject({
      code: "connection_failed",
      reason: "ERR_TLS_CERT_ALTNAME_INVALID",
      retryable: false,
    });
  });

  test("an agent with the right authority is trusted, and its connection is reused by the next call", async () => {
    const server = await serve(selfSigned);
    const agent = new https.Agent({ ca: selfSigned.cert, keepAlive: true });
    const client = clientAt(server.url, { agent });
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(server.sockets).toHaveLength(1);
    agent.destroy();
  });
});
