import { describe, expect, test } from "vitest";
import { type GeminiEvent, type GeminiOptions, vertex } from "../../src/index.ts";
import { failureOf, testClient, transports } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { answer, head, jsonReply } from "../support/replies.ts";

const refusal = jsonReply({ error: { code: 401, status: "UNAUTHENTICATED", message: "no" } }, 401);
const hello = jsonReply(answer("Hello", "STOP"));

function clientWith(url: string, accessToken: () => string, options: GeminiOptions) {
  const platform = testPlatform({ environment: { GOOGLE_VERTEX_BASE_URL: url } });
  const backend = vertex({ project: "fake-project", location: "us-central1", accessToken });
  return testClient({ ...options, backend }, platform);
}

/** Refuses every token but the last. */
const refuseFirst = ({ socket, headers }: RawRequest) =>
  socket.write(headers.authorization === "Bearer fake-2" ? hello : refusal);

describe.each(transports)("$transport", ({ transport, options }) => {
  test("a refused token is renewed and the request is retried on the same connection", async () => {
    const server = await startRawServer(refuseFirst);
    const events: GeminiEvent[] = [];
    let asked = 0;
    const token = () => `fake-${asked++ === 0 ? 1 : 2}`;
    const client = clientWith(server.url, token, { ...options, onEvent: (event) => events.push(event) });
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer fake-1", "Bearer fake-2"]);
    expect(server.requests[1]?.body).toBe(server.requests[0]?.body);
    if (transport === "node:http") expect(server.sockets).toHaveLength(1);
    const story = events.flatMap((event) => ("attempt" in event ? [[event.type, event.attempt]] : []));
    expect(story).toEqual([
      ["request", 1],
      ["response", 1],
      ["request", 2],
      ["response", 2],
    ]);
  });

  test("a second refusal is not retried", async () => {
    const server = await startRawServer(({ socket }) => socket.write(refusal));
    let asked = 0;
    const client = clientWith(server.url, () => `fake-${asked++}`, options);
    expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "login_expired", status: 401, attempts: 2 });
    expect(server.requests).toHaveLength(2);
  });

  test("a request whose token cannot be renewed is not retried", async () => {
    const server = await startRawServer(({ socket }) => socket.write(refusal));
    const client = clientWith(server.url, () => "fake-same", options);
    expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "login_expired", attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test("F54 a failed renewal holds no socket, although the refusal's body never ends", async () => {
    const server = await startRawServer(({ socket }) => socket.write(head(401, { "content-length": 5 })));
    let asked = 0;
    const token = () => (asked++ === 0 ? "fake-1" : "");
    const client = clientWith(server.url, token, { ...options, timeouts: { idle: 60 } });
    await failureOf(client.generate("Hi"));
    await server.closed();
  });
});
