import { expect, test } from "vitest";
import type { Platform } from "../../../src/platform/platform.ts";
import { failureOf } from "../../support/clients.ts";
import { fakeCertificate } from "../../support/fake-certificate.ts";
import { startRawServer } from "../../support/raw-server.ts";
import { REREAD_EVERY_MS, TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld, type World, type WorldOptions } from "../support/world.ts";

const page = (status: number, headers: Record<string, string> = {}) =>
  new Response("<html>Service unavailable</html>", { status, headers: { "content-type": "text/html", ...headers } });

const retries = (world: World) => world.events.filter((event) => event.type === "retry");

/** A world with a manual clock. Every random number is `random`, or 0.5. */
async function createStillWorld(options: WorldOptions = {}) {
  const clock = new TestClock();
  const world = await createWorld({ clock, ...options });
  const platformWith = (random: number): Platform => ({ ...world.newPlatform(), random: () => random });
  return { clock, world, client: (random = 0.5) => world.client({}, platformWith(random)) };
}

test.each([
  [429, "rate_limited"],
  [500, "server_error"],
  [502, "server_error"],
  [503, "server_error"],
])(
  "F20 %i with HTML at every attempt: three requests, and a typed error that does not quote the page",
  async (status, code) => {
    const { clock, world: created, client } = await createStillWorld();
    await using world = created;
    await world.signIn({ expiresInMs: 0 });
    world.on("token", () => page(status));
    clock.passQuickly(250);
    clock.passQuickly(500);
    const error = await failureOf(client().generate("hi"));
    expect(error).toMatchObject({ code, status, phase: "token", attempts: 3, retryable: true });
    expect(error.summary).toMatch(/responded \d{3}(?:\.| with an HTML page, not with)/);
    expect(error.message).not.toContain("<html");
    expect(world.calls("token")).toHaveLength(3);
    const event = {
      type: "retry",
      operation: "token",
      backend: "oauth",
      callId: expect.any(Number),
      exchangeId: expect.any(Number),
      reason: code,
      status,
    };
    expect(retries(world)).toEqual([
      { ...event, attempt: 2, delayMs: 250 },
      { ...event, attempt: 3, delayMs: 500 },
    ]);
    const sent = world.events.flatMap((one) => (one.type === "request" ? [`${one.operation} ${one.attempt}`] : []));
    expect(sent).toEqual(["token 1", "token 2", "token 3"]);
  },
);

test("F20 the third request succeeds: no failure is reported", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number < 3 ? page(503) : undefined));
  clock.passQuickly(250);
  clock.passQuickly(500);
  expect((await client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(3);
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test.each([
  ["least", 0, 0, 0],
  ["most", 0.999, 500, 999],
])("F20 full jitter: the %s possible waits", async (_name, random, first, second) => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => page(503));
  for (const wait of [first, second]) clock.passQuickly(wait);
  await failureOf(client(random).generate("hi"));
  expect(retries(world)).toMatchObject([{ delayMs: first }, { delayMs: second }]);
});

test("F20 Retry-After is honoured, and the random wait is added", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? page(429, { "retry-after": "3" }) : undefined));
  const answer = client().generate("What is 2+2?");
  await clock.waitBegun(3_375);
  clock.advance(3_374);
  expect(world.calls("token")).toHaveLength(1);
  clock.advance(1);
  expect((await answer).text).toContain("4");
  expect(retries(world)).toMatchObject([{ delayMs: 3_375, status: 429 }]);
});

test.each([
  ["the deadline itself", "10"],
  ["an hour", "3600"],
])("F20 Retry-After of %s does not end before the deadline: fails at once", async (_name, seconds) => {
  const { world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => page(503, { "retry-after": seconds }));
  const error = await failureOf(client(0).generate("hi"));
  expect(error).toMatchObject({ code: "server_error", attempts: 1, retryAfterMs: Number(seconds) * 1_000 });
  expect(retries(world)).toEqual([]);
});

test("F20 the time of earlier attempts counts against the deadline", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => page(503, { "retry-after": "4" }));
  clock.passQuickly(4_500);
  const error = await failureOf(client().generate("hi"));
  // 4.5 s waited, 5.5 s left: a second wait of 4.5 s ends in time, a third would not be begun anyway.
  expect(error).toMatchObject({ attempts: 3 });
  world.on("token", () => page(503, { "retry-after": "5" }));
  clock.passQuickly(5_625);
  expect(await failureOf(client().generate("hi"))).toMatchObject({ code: "server_error", attempts: 2 });
});

test("F20 F37 the connection to the token endpoint fails every time: three attempts, then connection_failed in phase token", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  // Nothing listens on port 1.
  world.environment.GEMINI_TS_OAUTH_TOKEN_URL = "http://127.0.0.1:1/token";
  clock.passQuickly(250);
  clock.passQuickly(500);
  const error = await failureOf(client().generate("hi"));
  expect(error).toMatchObject({ code: "connection_failed", reason: "ECONNREFUSED", phase: "token", attempts: 3 });
  expect(retries(world)).toMatchObject([{ reason: "connection_failed", attempt: 2 }, { attempt: 3 }]);
});

test("F20 F40 a certificate of the token endpoint that is not trusted: one attempt", async () => {
  const { world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  const server = await startRawServer(() => {}, { tls: fakeCertificate("fake server", "127.0.0.1") });
  world.environment.GEMINI_TS_OAUTH_TOKEN_URL = `${server.url}/token`;
  const error = await failureOf(client().generate("hi"));
  expect(error).toMatchObject({ code: "connection_failed", phase: "token", retryable: false, attempts: 1 });
  expect(retries(world)).toEqual([]);
});

test("F20 the connection breaks once: retried", async () => {
  let broken = 0;
  const {
    clock,
    world: created,
    client,
  } = await createStillWorld({
    intercept: {
      socket: (call, socket) => {
        if (call.operation !== "token" || broken > 0) return undefined;
        broken += 1;
        socket.destroy();
        return "taken";
      },
    },
  });
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  clock.passQuickly(250);
  expect((await client().generate("What is 2+2?")).text).toContain("4");
  expect(broken).toBe(1);
  expect(retries(world)).toMatchObject([{ reason: "connection_failed", attempt: 2, delayMs: 250 }]);
});

test.each([
  ["is cut", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{", "stream_interrupted"],
  ["is not HTTP", "SSH-2.0-server\r\n\r\n", "response_invalid"],
  [
    "is badly compressed",
    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1\r\n\r\nx",
    "stream_interrupted",
  ],
])(
  "F20 a reply that %s: three requests in all, whatever the call retries, and the phase is token",
  async (_how, bytes, code) => {
    let sent = 0;
    const { clock, world: created } = await createStillWorld({
      intercept: {
        socket: (call, socket) => {
          if (call.operation !== "token") return undefined;
          sent += 1;
          socket.end(bytes);
          return "taken";
        },
      },
    });
    await using world = created;
    await world.signIn({ expiresInMs: 0 });
    for (const wait of [250, 500]) clock.passQuickly(wait);
    const client = world.client({ retry: true }, { ...world.newPlatform(), random: () => 0.5 });
    expect(await failureOf(client.generate("hi"))).toMatchObject({ code, phase: "token", attempts: 3 });
    expect(sent).toBe(3);
    expect(retries(world)).toMatchObject([{ operation: "token" }, { operation: "token" }]);
  },
);

test.each([
  ["invalid_grant", 400],
  ["invalid_client", 401],
  ["a_new_word", 400],
])("F20 %s is not transient: one request", async (word, status) => {
  const { clock, world: created, client } = await createStillWorld();
  clock.passQuickly(REREAD_EVERY_MS);
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json({ error: word }, { status }));
  expect(await failureOf(client().generate("hi"))).toMatchObject({ attempts: 1 });
  expect(retries(world)).toEqual([]);
});

test("F20 a token with minutes left is used while its renewal is retried; if a retry succeeds, there is no warning", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  const login = await world.signIn({ expiresInMs: 4 * 60_000 });
  world.on("token", (number) => (number < 3 ? page(503) : undefined));
  const own = client();
  await own.generate("hi");
  await clock.waitBegun(250);
  await own.generate("hi");
  expect(new Set(world.calls("generateContent").map((call) => call.headers.authorization))).toEqual(
    new Set([`Bearer ${login.access_token}`]),
  );
  clock.advance(250);
  await clock.waitBegun(500);
  clock.advance(500);
  await until(() => world.events.some((event) => event.type === "token-refresh"));
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test("F83 a call that is aborted during a retry of the renewal ends at once, and the others continue", async () => {
  const { clock, world: created, client } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? page(503) : undefined));
  const controller = new AbortController();
  const own = client();
  const first = failureOf(own.generate("hi", { signal: controller.signal }));
  const second = own.generate("What is 2+2?");
  await clock.waitBegun(250);
  controller.abort();
  expect(await first).toMatchObject({ code: "aborted" });
  clock.advance(250);
  expect((await second).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("the call's own retries do not repeat a renewal that has used up its attempts", async () => {
  const { clock, world: created } = await createStillWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => page(503));
  for (const wait of [250, 500]) clock.passQuickly(wait);
  const client = world.client({ retry: true }, { ...world.newPlatform(), random: () => 0.5 });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "server_error", attempts: 3 });
  expect(world.calls("token")).toHaveLength(3);
});
