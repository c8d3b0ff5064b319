import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import { watchArrivals } from "../../support/bytes-arrived.ts";
import { failureOf } from "../../support/clients.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import { type RawRequest, startRawServer } from "../../support/raw-server.ts";
import { head, jsonReply, reply } from "../../support/replies.ts";
import { useCredentials, workforceUser, workload } from "../support/default-credentials.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

const json = { "content-type": "application/json" };
const html = { "content-type": "text/html" };

/** Replies of a token endpoint, and the codes that they may end in. */
const replies: readonly [string, (socket: RawRequest["socket"]) => void, RegExp][] = [
  ["a page with status 200", (socket) => socket.write(reply(200, "<html>canary", html)), /^no_credentials$/],
  ["nothing with status 200", (socket) => socket.write(reply(200)), /^no_credentials$/],
  ["null", (socket) => socket.write(jsonReply(null)), /^no_credentials$/],
  ["an array", (socket) => socket.write(jsonReply(["canary"])), /^no_credentials$/],
  ["half of its JSON", (socket) => socket.write(reply(200, '{"access_token":"fake-can', json)), /^no_credentials$/],
  ["204", (socket) => socket.write(reply(204)), /^no_credentials$/],
  [
    "a body that ends early",
    (socket) => socket.end(`${head(200, { ...json, "content-length": 99 })}{`),
    /^stream_interrupted$/,
  ],
  ["bytes that are not HTTP", (socket) => socket.end("canary\r\n\r\n"), /^response_invalid$/],
  [
    "compression that is damaged",
    (socket) => socket.write(reply(200, "canary", { "content-encoding": "gzip" })),
    /^response_invalid$/,
  ],
  ["a reset", (socket) => socket.resetAndDestroy(), /^connection_failed$/],
  ["the end of the connection", (socket) => socket.end(), /^connection_failed$/],
  ["2 MiB", (socket) => socket.write(reply(200, "x".repeat(2 * 1024 * 1024), json)), /^response_too_large$/],
  [
    "a redirect",
    (socket) => socket.write(reply(302, "", { location: "https://canary.example/" })),
    /^redirect_refused$/,
  ],
  ["400 with a page", (socket) => socket.write(reply(400, "<html>canary", html)), /^response_invalid$/],
  ["403 with a page", (socket) => socket.write(reply(403, "<html>canary", html)), /^response_invalid$/],
  ["404 with nothing", (socket) => socket.write(reply(404)), /^api_error$/],
  ["503 with a page", (socket) => socket.write(reply(503, "<html>canary", html)), /^server_error$/],
  ["407", (socket) => socket.write(reply(407, "canary")), /^connection_failed$/],
  ["429 with a page", (socket) => socket.write(reply(429, "<html>canary", html)), /^rate_limited$/],
  ["500 with nothing", (socket) => socket.write(reply(500)), /^server_error$/],
  ["an error that is a number", (socket) => socket.write(jsonReply({ error: 5 }, 400)), /^no_credentials$/],
  [
    "a Google error",
    (socket) => socket.write(jsonReply({ error: { status: "FAILED_PRECONDITION", message: "canary" } }, 400)),
    /^no_credentials$/,
  ],
];

const kinds: readonly [string, (world: World, url: string) => object | Promise<object>][] = [
  ["workforce identity", (world, url) => workforceUser(world, { token_url: `${url}/token` })],
  [
    "workload identity",
    async (world, url) => {
      const file = join(world.home, "subject.credentials.json");
      await writeFile(file, "fake.subject.canary");
      return { ...workload(world, { file }), token_url: `${url}/token` };
    },
  ],
];

describe.each(kinds)("%s: the token endpoint replies with", (_kind, credentials) => {
  async function failureAfter(answer: (socket: RawRequest["socket"]) => void, onRequest?: (clock: TestClock) => void) {
    const arrived = watchArrivals();
    const clock = new TestClock();
    for (const delay of [250, 500]) clock.passQuickly(delay);
    await using world = await createWorld({ clock });
    const server = await startRawServer(({ socket }) => {
      answer(socket);
      if (onRequest) void arrived(socket).then(() => onRequest(clock));
    });
    await useCredentials(world, await credentials(world, server.url));
    const platform = { ...world.newPlatform(), random: () => 0.5 };
    const client = world.client({ backend: vertex({ project: "fake-project" }) }, platform);
    const error = await failureOf(client.generate("hi"));
    expectHidden(["canary"], error, world.events);
    expect(world.calls("generateContent")).toEqual([]);
    return error;
  }

  test.each(replies)("F145 %s: a typed error of the sign-in", async (_name, answer, code) => {
    const error = await failureAfter(answer);
    expect(error.code).toMatch(code);
    expect(error.phase).toBe("token");
  });

  test.each([
    ["nothing", () => {}],
    [
      "headers, and then nothing",
      (socket: RawRequest["socket"]) => void socket.write(head(200, { ...json, "content-length": 9 })),
    ],
    [
      "half a body, and then nothing",
      (socket: RawRequest["socket"]) => void socket.write(`${head(200, { ...json, "content-length": 9 })}{`),
    ],
  ])("F140 %s: timeout at the deadline of the token", async (_name, answer) => {
    const passDeadline = (clock: TestClock) => clock.advance(10_000);
    expect(await failureAfter(answer, passDeadline)).toMatchObject({ code: "timeout", phase: "token" });
  });
});
