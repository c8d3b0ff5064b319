import { readFile, rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { clockWithoutRereading, TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const HOUR_MS = 3_600_000;

const tokenReply = (members: object) => Response.json({ expires_in: 3_599, token_type: "Bearer", ...members });

test("F6 a renewal without a new refresh token: the old one is still used", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  const client = world.client();
  await client.generate("hi");
  clock.advance(HOUR_MS);
  await client.generate("hi");
  expect(world.calls("token").map((call) => (call.body as { refresh_token: string }).refresh_token)).toEqual([
    refresh_token,
    refresh_token,
  ]);
});

test("F7 a renewal with a new refresh token: it is kept in memory, for this login only", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access"] });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  const sent: (string | null)[] = [];
  world.on("token", async (number, request) => {
    sent.push(new URLSearchParams(await request.text()).get("refresh_token"));
    return number < 4 ? tokenReply({ access_token: "fake-access", refresh_token: `fake-new-${number}` }) : undefined;
  });
  const client = world.client();
  for (let call = 0; call < 3; call += 1) {
    await client.generate("hi");
    clock.advance(HOUR_MS);
  }
  const other = await world.signIn({ expiresInMs: 0 });
  await client.generate("hi");
  expect(sent).toEqual([refresh_token, "fake-new-1", "fake-new-2", other.refresh_token]);
});

test("F9 50 calls of two clients find the token expired: one renewal", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const clients = [world.client(), world.client()];
  await Promise.all(Array.from({ length: 50 }, (_, index) => clients[index % 2]?.generate("hi")));
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  expect(world.calls("generateContent")).toHaveLength(50);
});

test("F9 a failed renewal fails all 50 calls, and the next call starts another", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? Response.json({}) : undefined));
  // Named, so that no look at the disk comes first and all calls join before the first answer.
  const client = world.client({ credentialsPath: world.loginPath });
  const failures = await Promise.all(Array.from({ length: 50 }, () => failureOf(client.generate("hi"))));
  expect(new Set(failures.map((error) => `${error.code} ${error.phase} ${error.status}`))).toEqual(
    new Set(["token_response_invalid token 200"]),
  );
  expect(world.calls("token")).toHaveLength(1);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("F11 the user switches accounts in the CLI: the next renewal uses the new one and looks up its project", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: HOUR_MS });
  world.on("loadCodeAssist", (number) =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: `fake-project-${number}` }),
  );
  const client = world.client();
  await client.generate("hi");
  const second = await world.signIn({ expiresInMs: 2 * HOUR_MS });
  await client.generate("hi");
  clock.advance(HOUR_MS);
  await client.generate("hi");
  await client.generate("hi");
  expect(world.calls("token")).toEqual([]);
  expect(
    world
      .calls("generateContent")
      .map(({ headers, body }) => [
        headers.authorization === `Bearer ${second.access_token}`,
        (body as { project: string }).project,
      ]),
  ).toEqual([
    [false, "fake-project-1"],
    [false, "fake-project-1"],
    [true, "fake-project-2"],
    [true, "fake-project-2"],
  ]);
});

test("F11 the new login cannot be renewed at the moment: the old account's token is not used instead", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: HOUR_MS });
  const client = world.client();
  await client.generate("hi");
  clock.advance(HOUR_MS - 30_000);
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? Response.json({}) : undefined));
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "token_response_invalid", phase: "token" });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
});

test("F11 the CLI renews its own token: it is used without another renewal or account look-up", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const first = await world.signIn({ expiresInMs: HOUR_MS });
  const client = world.client();
  await client.generate("hi");
  const renewed = world.emulator.login({ expiresInMs: 2 * HOUR_MS });
  await world.writeLogin({ ...renewed, refresh_token: first.refresh_token });
  clock.advance(HOUR_MS);
  await client.generate("hi");
  expect(world.calls("token")).toEqual([]);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  expect(world.calls("generateContent").at(-1)?.headers.authorization).toBe(`Bearer ${renewed.access_token}`);
});

test("F17 invalid_grant: login_expired with a remedy, after one request", async () => {
  await using world = await createWorld({ clock: clockWithoutRereading() });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  world.emulator.revoke(refresh_token);
  const before = await readFile(world.loginPath, "utf8");
  const error = await failureOf(world.client({ retry: true }).generate("hi"));
  expect(await readFile(world.loginPath, "utf8")).toBe(before);
  expect(error).toMatchObject({ code: "login_expired", reason: "invalid_grant", phase: "token", attempts: 1 });
  expect(error.retryable).toBe(false);
  expect(error.message).toContain("run `gemini`");
  expect(world.calls("token")).toHaveLength(1);
});

test.each([
  ["with a token that is good", HOUR_MS, 1],
  ["with a token that must be renewed", 0, 2],
])(
  "F17 invalid_grant, and the user has signed in again meanwhile %s: that login is used",
  async (_name, lifetime, sent) => {
    await using world = await createWorld();
    const { refresh_token } = await world.signIn({ expiresInMs: 0 });
    world.emulator.revoke(refresh_token);
    world.on("token", async (number) => {
      if (number === 1) await world.signIn({ expiresInMs: lifetime });
      return undefined;
    });
    expect((await world.client().generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token")).toHaveLength(sent);
  },
);

test("F17 invalid_grant for the new login as well: login_expired, without a loop", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", async () => {
    await world.signIn({ expiresInMs: 0 });
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "login_expired" });
  expect(world.calls("token")).toHaveLength(2);
});

test("F18 invalid_rapt: login_expired with the reason reauth_required", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json({ error: "invalid_grant", error_subtype: "invalid_rapt" }, { status: 400 }));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({
    code: "login_expired",
    reason: "reauth_required",
  });
});

test.each(["invalid_client", "unauthorized_client"])("F19 %s: oauth_client_rejected, one request", async (reason) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json({ error: reason }, { status: 401 }));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "oauth_client_rejected", reason, status: 401, retryable: false });
  expect(world.calls("token")).toHaveLength(1);
});

test("F25 the first of the calls that wait for a renewal is aborted: the others still get their token", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const asked = createGate();
  const answer = createGate();
  world.on("token", async () => {
    asked.open();
    await answer.opened;
    return undefined;
  });
  const controller = new AbortController();
  const client = world.client();
  const first = failureOf(client.generate("hi", { signal: controller.signal }));
  const others = [client.generate("What is 2+2?"), world.client().generate("What is 2+2?")];
  await asked.opened;
  controller.abort();
  expect(await first).toMatchObject({ code: "aborted", attempts: 0 });
  answer.open();
  for (const { text } of await Promise.all(others)) expect(text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("the file may be deleted during the renewal", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", async () => {
    await rm(world.loginPath);
    return undefined;
  });
  expect((await world.client({ backend: "code-assist" }).generate("What is 2+2?")).text).toContain("4");
});
