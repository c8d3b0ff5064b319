import { expect, test } from "vitest";
import { withoutUrlSecrets } from "../../src/errors/url-secrets.ts";
import { clockWithoutRereading } from "../auth/support/test-clock.ts";
import { createWorld } from "../auth/support/world.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { processorTimeOf } from "../support/processor-time.ts";
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

/** What `error.http` shows of a header. */
async function shownAs(name: string, value: string): Promise<string | undefined> {
  const server = await startRawServer(({ socket }) => socket.write(head(302, { [name]: value, "content-length": 0 })));
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.http?.status).toBe(302);
  return error.http?.headers[name];
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
  ["location", "/sign-in;jsessionid=canary", "/sign-in"],
  ["location", "/sign-in;JSESSIONID=canary/start;v=1", "/sign-in/start;v=1"],
  ["location", "/%2573ign-in%253Ftoken%253Dcanary", "/%2573ign-in"],
  ["referer", "//user:canary@fake.invalid/a", "//fake.invalid/a"],
  ["x-original-uri", "/report?token=canary", "/report"],
  ["x-next", "https%253A%252F%252Fu%253Acanary%2540h%253Ftoken%253Dcanary", "https%253A%252F%252Fh"],
  [
    "x-next",
    String.raw`{"url":"https:\/\/user:canary@h\/a?k=canary","n":1}`,
    String.raw`{"url":"https:\/\/h\/a","n":1}`,
  ],
  ["x-next", String.raw`https:\u002f\u002fu:canary@h\u003ftoken=canary`, String.raw`https:\u002f\u002fh`],
  ["x-next", "https:&#47;&#x2f;user:canary&#64;h/a&#63;k=canary", "https:&#47;&#x2f;h/a"],
  ["x-next", "https://h/r/https://user:canary@h/a;session=canary;v=1", "https://h/r/https://h/a;v=1"],
  ["x-next", "#1: https://fake.invalid/a?k=canary or #2", "#1: https://fake.invalid/a or #2"],
])("F318 F342 a URL in a header is shown without user info and query: %s: %s", async (name, value, shown) => {
  expect(await shownAs(name, value)).toBe(shown);
});

test.each(["token", "access_token", "id_token", "x-token-value", "x-access-key", "x-subscription-key", "x-key-2"])(
  "F342 a header with the name of a credential is not shown: %s",
  async (name) => expect(await shownAs(name, "canary")).toBeUndefined(),
);

test.each([
  ["etag", 'W/"a?b"'],
  ["etag", '"https://fake.invalid/a?b"'],
  ["x-correlation-id", "edge#77f1?b2"],
  ["x-amzn-requestid", "urn://a?b"],
  ["x-build", "build #42 ok"],
  ["x-note", "is it 2 or 3? and why"],
  ["x-contact", "//ops@fake.invalid"],
  ["x-ratelimit-remaining-tokens", "1200"],
  ["x-prompt-token-count", "12"],
  ["server-timing", 'db;desc="what? #1";dur=5, app;desc="https://fake.invalid/?a=1"'],
  ["date", "Sun, 06 Nov 1994 08:49:37 GMT"],
  ["origin-agent-cluster", "?1"],
  ["x-flags", "?0;x=?1"],
])("F342 a header without a URL, or an id, etag, date or timing, is shown whole: %s: %s", async (name, value) => {
  expect(await shownAs(name, value)).toBe(value);
});

test("F342 the request id is whole, as in the error itself", async () => {
  const server = await startRawServer(({ socket }) =>
    socket.write(jsonReply({ error: { code: 400 } }, 400, { "x-request-id": "edge#77f1?b2" })),
  );
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect([error.requestId, error.http?.requestId]).toEqual(["edge#77f1?b2", "edge#77f1?b2"]);
});

test.each(["\\", "%25", "://", "://a@", "://%", ";a=", "&#x0", "\\u00", "://\\"])(
  "F342 the time for a hostile header grows with its length alone: %s",
  async (piece) => {
    const headerOf = (length: number) => `://${piece.repeat(length / piece.length)}`;
    expect(await shownAs("x-next", headerOf(15_000))).toMatch(/^:\/\//);
    const timeFor = (length: number) => processorTimeOf(() => withoutUrlSecrets("x-next", headerOf(length)));
    // Eight times the length; with the square of the length it would be 64 times the time.
    expect(timeFor(16_000) / timeFor(2_000)).toBeLessThan(30);
  },
);

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
