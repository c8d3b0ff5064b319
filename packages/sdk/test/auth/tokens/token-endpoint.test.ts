import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const TOKEN_DEADLINE_MS = 10_000;

const reply = (text: string, type = "application/json") =>
  new Response(text, { status: 200, headers: { "content-type": type } });
const withExpiry = (expiresIn: string) => `{"access_token":"fake-canary","expires_in":${expiresIn}}`;

const notTokens = [
  ["an HTML page", "<html>fake-canary</html>"],
  ["nothing", ""],
  ["an empty object", "{}"],
  ["an array", '["fake-canary"]'],
  ["null", "null"],
  ["expires_in 0", withExpiry("0")],
  ["expires_in -1", withExpiry("-1")],
  ["expires_in as a text", withExpiry('"x"')],
  ["expires_in 0 as a text", withExpiry('"0"')],
  ["expires_in 1e309", withExpiry("1e309")],
  ["expires_in null", withExpiry("null")],
  ["a token with a space", '{"access_token":"fake canary","expires_in":3599}'],
  ["a token with a line break", '{"access_token":"fake-canary\\r\\nx: y","expires_in":3599}'],
  ["a token that is not a string", '{"access_token":["fake-canary"],"expires_in":3599}'],
  ["50 MB", `{"access_token":"fake-canary","expires_in":3599,"filler":"${"x".repeat(50_000_000)}"}`],
] as const;

test.each(notTokens)("F21 200 with %s: token_response_invalid, and nothing is kept", async (_name, text) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? reply(text) : undefined));
  const client = world.client();
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "token_response_invalid", phase: "token", status: 200, attempts: 1 });
  expect(error.message).not.toContain("canary");
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("F21 expires_in is the text of a number, as some other token endpoints write it", async () => {
  await using world = await createWorld({ accessTokens: ["fake-canary"] });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => reply(withExpiry('"3599"')));
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("F22 headers and then silence: all calls fail after ten seconds, and the next call sends a new request", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 0 });
  const silent = createGate();
  world.on("token", (number) => {
    if (number > 1) return undefined;
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode("{"));
        silent.open();
      },
    });
    return new Response(body, { status: 200 });
  });
  // Named, so that no look at the disk comes first and all calls join before the first answer.
  const client = world.client({ credentialsPath: world.loginPath });
  const waiting = Array.from({ length: 5 }, () => failureOf(client.generate("hi")));
  await silent.opened;
  clock.advance(TOKEN_DEADLINE_MS);
  for (const error of await Promise.all(waiting)) {
    expect(error).toMatchObject({ code: "timeout", phase: "token", attempts: 1, retryable: true });
  }
  expect(world.calls("token")).toHaveLength(1);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test("F22 silence while the token has seconds left: it is used after the ten seconds", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 59_000 });
  const asked = createGate();
  world.on("token", () => {
    asked.open();
    return new Promise(() => {});
  });
  const answer = world.client().generate("What is 2+2?");
  await asked.opened;
  clock.advance(TOKEN_DEADLINE_MS);
  expect((await answer).text).toContain("4");
  expect(world.events).toContainEqual(expect.objectContaining({ type: "warning", code: "timeout" }));
});

test("F22 a server that never responds: the same deadline", async () => {
  const clock = new TestClock();
  const silent = createGate();
  await using world = await createWorld({
    clock,
    intercept: {
      socket: (call) => {
        if (call.operation !== "token") return undefined;
        silent.open();
        return "taken";
      },
    },
  });
  await world.signIn({ expiresInMs: 0 });
  const failure = failureOf(world.client().generate("hi"));
  await silent.opened;
  clock.advance(TOKEN_DEADLINE_MS);
  expect(await failure).toMatchObject({ code: "timeout", phase: "token" });
});

test("F24 a redirect is not followed", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.redirect(`${world.emulator.url}/elsewhere`, 307));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "redirect_refused", status: 307, attempts: 1 });
  expect(world.emulator.calls.map((call) => call.path)).toEqual(["/token"]);
});

test("a token request names the client, and has no authorization header", async () => {
  await using world = await createWorld({
    environment: { GEMINI_TS_OAUTH_CLIENT_ID: "fake-client", GEMINI_TS_OAUTH_CLIENT_SECRET: "fake-client-secret" },
  });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  await world.client({ headers: { "x-mine": "for the model only" } }).generate("hi");
  const [call] = world.calls("token");
  expect(call?.body).toEqual({
    grant_type: "refresh_token",
    refresh_token,
    client_id: "fake-client",
    client_secret: "fake-client-secret",
  });
  expect(call?.headers["content-type"]).toBe("application/x-www-form-urlencoded;charset=UTF-8");
  expect(call?.headers["user-agent"]).toMatch(/^gemini-ts\//);
  expect(call?.headers).not.toHaveProperty("authorization");
  expect(call?.headers).not.toHaveProperty("x-mine");
});
