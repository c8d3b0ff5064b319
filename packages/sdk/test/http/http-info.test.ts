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

test("a redirect's address is shown without its query", async () => {
  const location = "https://fake.invalid/sign-in?token=canary";
  const server = await startRawServer(({ socket }) => socket.write(head(302, { location, "content-length": 0 })));
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.http).toMatchObject({ status: 302, headers: { location: "https://fake.invalid/sign-in" } });
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
