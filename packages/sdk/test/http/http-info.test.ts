import { expect, test } from "vitest";
import { clockWithoutRereading } from "../auth/support/test-clock.ts";
import { createWorld } from "../auth/support/world.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, streamHead, streamReply } from "../support/replies.ts";

const hidden = {
  "set-cookie": "canary=1",
  authorization: "canary",
  "proxy-authenticate": "canary",
  "x-goog-api-key": "canary",
  "x-own-secret": "canary",
};
const headers = { "x-request-id": "request-1", "Server-Timing": "gfet4t7; dur=12", ...hidden };
const expected = expect.objectContaining({ "x-request-id": "request-1", "server-timing": "gfet4t7; dur=12" });

for (const { transport, options } of transports) {
  test(`over ${transport}, a response has the head of its HTTP response, without credentials and cookies`, async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"), 200, headers)));
    const { http } = await clientAt(server.url, options).generate("Hi");
    expect(http).toEqual({ status: 200, headers: expected, requestId: "request-1" });
    expect(JSON.stringify(http)).not.toContain("canary");
    expect([Object.isFrozen(http), Object.isFrozen(http.headers)]).toEqual([true, true]);
  });

  test(`over ${transport}, a streamed response has it as well, always the same object`, async () => {
    const server = await startRawServer(({ socket }) => socket.write(streamReply(["Hello"])));
    const response = await clientAt(server.url, options).generateStream("Hi").response();
    expect(response.http).toMatchObject({ status: 200, requestId: undefined });
    expect(response.http.headers["content-type"]).toBe("text/event-stream");
    expect(response.http).toBe(response.http);
  });

  test(`over ${transport}, a refusal has the head of the response, and printing it shows no header`, async () => {
    const server = await startRawServer(({ socket }) =>
      socket.write(jsonReply({ error: { code: 500 } }, 500, headers)),
    );
    const error = await failureOf(clientAt(server.url, options).generate("Hi"));
    expect(error.http).toEqual({ status: 500, headers: expected, requestId: "request-1" });
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty("http");
    expect(JSON.stringify(error)).not.toContain("gfet4t7");
  });

  test(`over ${transport}, a stream that breaks has the head of its response`, async () => {
    const server = await startRawServer(({ socket }) =>
      socket.end(`${streamHead(headers)}${chunk(event(answer("canary-answer")))}`),
    );
    const { error } = await collect(clientAt(server.url, options).generateStream("Hi"));
    expect(asGeminiError(error)).toMatchObject({
      code: "stream_interrupted",
      http: { status: 200, headers: expected, requestId: "request-1" },
    });
  });

  test(`over ${transport}, an error without a response has none, also after an attempt that got one`, async () => {
    const server = await startRawServer(({ socket, index }) =>
      index === 0 ? socket.write(jsonReply({ error: { code: 500 } }, 500)) : socket.destroy(),
    );
    const retry = { maxAttempts: 2, initialDelayMs: 1 };
    const error = await failureOf(clientAt(server.url, { ...options, retry }).generate("Hi"));
    expect(error).toMatchObject({ code: "connection_failed" });
    expect(error.http).toBeUndefined();
  });
}

test.each([
  ["location", "https://user:canary@fake.invalid/sign-in?token=canary", "https://fake.invalid/sign-in"],
  ["location", "?token=canary", ""],
  ["content-location", "/report?X-Goog-Signature=canary", "/report"],
  ["refresh", "0;url=https://fake.invalid/#access_token=canary", "0;url=https://fake.invalid/"],
  [
    "link",
    "</next?key=canary>; rel=next, <https://canary@fake.invalid/>",
    "</next>; rel=next, <https://fake.invalid/>",
  ],
  ["x-goog-upload-url", "https://fake.invalid/up?a=1,2;upload_id=canary", "https://fake.invalid/up"],
  ["x-goog-upload-control-url", "https://fake.invalid/up?upload_id=canary", "https://fake.invalid/up"],
  ["x-next", "https%3A%2F%2Fuser%3Acanary%40fake.invalid%2F%3Ftoken%3Dcanary", "https%3A%2F%2Ffake.invalid%2F"],
  [
    "x-two",
    "https://fake.invalid/a?sig=canary, https://fake.invalid/b",
    "https://fake.invalid/a, https://fake.invalid/b",
  ],
  ["x-guploader-uploadid", "canary", undefined],
  ["origin-agent-cluster", "?1", "?1"],
  ["x-note", "is it 2 or 3? and why", "is it 2 or 3 and why"],
])("F318 a URL in a header is shown without user info and query: %s: %s", async (name, value, shown) => {
  const server = await startRawServer(({ socket }) => socket.write(head(302, { [name]: value, "content-length": 0 })));
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.http?.status).toBe(302);
  expect(error.http?.headers[name]).toBe(shown);
});

test("a call that fails because its token is refused has the head of that refusal", async () => {
  await using world = await createWorld({ clock: clockWithoutRereading() });
  await world.signIn({ expiresInMs: 0 });
  const headers = { "x-request-id": "request-2" };
  world.on("token", () => Response.json({ error: "invalid_grant" }, { status: 400, headers }));
  const error = await failureOf(world.client().generate("Hi"));
  expect(error).toMatchObject({ code: "login_expired", http: { status: 400, requestId: "request-2" } });
});

test("a fetch whose headers cannot be listed provides only the status", async () => {
  const body = JSON.stringify(answer("Hello", "STOP"));
  const fetch = async () => ({ status: 200, headers: { get: () => null }, body: new Response(body).body });
  const { http } = await clientAt("https://fake.invalid", { fetch }).generate("Hi");
  expect(http).toEqual({ status: 200, headers: {}, requestId: undefined });
});
