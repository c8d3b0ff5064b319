import { expect, test } from "vitest";
import { codeAssist } from "../../../src/backends/code-assist/code-assist.ts";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { loginAsked } from "../support/login-asked.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const HOUR_MS = 3_600_000;

const refusal = () =>
  Response.json(
    { error: { code: 401, message: "Request had invalid credentials.", status: "UNAUTHENTICATED" } },
    { status: 401 },
  );

test("F27 50 calls get 401 for a token that has not expired: one forced renewal, one retry each", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  // Named, so that no look at the disk comes first and all calls are sent before the first answer.
  const client = world.client({ credentialsPath: world.loginPath });
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  const answers = await Promise.all(Array.from({ length: 50 }, () => client.generate("What is 2+2?")));
  for (const { text } of answers) expect(text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("generateContent").filter((call) => call.status === 401)).toHaveLength(50);
  expect(world.calls("generateContent").filter((call) => call.status === 200)).toHaveLength(51);
  expect(world.events.filter((event) => event.type === "token-refresh")).toMatchObject([{ cause: "refused" }]);
});

test("F27 a stream is retried in the same way, and counts both attempts", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  expect((await client.sendMessageStream("What is 2+2?").response()).text).toContain("4");
  const attempts = world.events.flatMap((event) =>
    event.type === "response" && event.operation === "streamGenerateContent" ? [[event.attempt, event.status]] : [],
  );
  expect(attempts).toEqual([
    [1, 401],
    [2, 200],
  ]);
});

test("F27 a second 401 is login_expired after two attempts, without a third", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("generateContent", refusal);
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "login_expired", status: 401, attempts: 2, retryable: false });
  expect(world.calls("generateContent")).toHaveLength(2);
  expect(world.calls("token")).toHaveLength(1);
});

test("F27 a 401 during the account look-up is retried with a renewed token as well", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  world.emulator.revoke(login.access_token);
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("loadCodeAssist").map((call) => call.status)).toEqual([401, 200]);
  expect(world.calls("token")).toHaveLength(1);
});

test("F27 the CLI has already renewed the refused token: the file's token is used, and nothing is renewed", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  await world.writeLogin({ ...world.emulator.login(), refresh_token: login.refresh_token });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toEqual([]);
});

test("F27 a renewed token that is refused too is renewed again, although the file's first token has not expired", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  for (let round = 0; round < 2; round += 1) {
    const used = world.calls("generateContent").at(-1)?.headers.authorization ?? "";
    world.emulator.revoke(used.replace("Bearer ", ""));
    expect((await client.generate("What is 2+2?")).text).toContain("4");
  }
  expect(world.calls("generateContent").map((call) => call.status)).toEqual([200, 401, 200, 401, 200]);
  expect(world.calls("token").map((call) => (call.body as { refresh_token: string }).refresh_token)).toEqual([
    login.refresh_token,
    login.refresh_token,
  ]);
});

test("F27 the forced renewal fails: its own error is thrown, not login_expired", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  world.on("token", () => Response.json({}));
  // One request to the model, one for a token.
  expect(await failureOf(client.generate("hi"))).toMatchObject({
    code: "token_response_invalid",
    phase: "token",
    attempts: 2,
  });
});

test("F27 the forced renewal fails: the next call does not send the refused token again, although the file still has it", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  world.on("token", (number) => (number === 1 ? Response.json({}) : undefined));
  await failureOf(client.generate("hi"));
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("generateContent").map((call) => call.status)).toEqual([200, 401, 200]);
});

test("F27 a refused call that joined a renewal that kept the refused token starts another renewal", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 10 * 60_000 });
  const client = world.client();
  await client.generate("hi");
  clock.advance(6 * 60_000);
  world.emulator.revoke(login.access_token);
  // The renewal beside the call fails for now, so that the token would serve on; it is held until the 401 is there.
  const refused = createGate();
  const asked = createGate();
  world.on("token", async (number) => {
    if (number > 1) return undefined;
    asked.open();
    await refused.opened;
    return Response.json({});
  });
  world.on("generateContent", async () => {
    await asked.opened;
    return undefined;
  });
  const joined = loginAsked("renew");
  const answer = world.client().generate("What is 2+2?");
  await joined;
  refused.open();
  expect((await answer).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test.each([
  ["two hours slow", -2],
  ["two hours fast", 2],
])("F28 a clock %s: no call fails", async (_name, hours) => {
  const clock = new TestClock();
  await using world = await createWorld();
  const own = { ...world.newPlatform(), clock };
  clock.jump(Date.now() - clock.now() + hours * HOUR_MS);
  const login = await world.signIn();
  const client = world.client({}, own);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  world.emulator.revoke(login.access_token);
  for (let call = 0; call < 3; call += 1) expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("F28 the clock is set back while we run: the token that Google considers expired is renewed after its 401", async () => {
  const serverClock = new TestClock();
  await using world = await createWorld({ clock: serverClock });
  const own = { ...world.newPlatform(), clock: new TestClock() };
  await world.signIn();
  const client = world.client({}, own);
  await client.generate("hi");
  serverClock.advance(2 * HOUR_MS);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("generateContent").map((call) => call.status)).toEqual([200, 401, 200]);
});

test("a request with a fixed access token is not retried after a 401", async () => {
  await using world = await createWorld();
  const client = world.client({ backend: codeAssist({ accessToken: "fakeless-unknown", project: "fake-project" }) });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "login_expired", status: 401 });
  expect(world.emulator.calls).toHaveLength(1);
});

test("F11 a 401 reveals that the user switched accounts: the request is retried with the new account's project", async () => {
  await using world = await createWorld();
  const first = await world.signIn();
  world.on("loadCodeAssist", (number) =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: `fake-project-${number}` }),
  );
  const client = world.client();
  await client.sendMessage("hi");
  world.emulator.revoke(first.access_token);
  const second = await world.signIn();
  expect((await client.sendMessage("What is 2+2?")).text).toContain("4");
  const sent = world.calls("generateContent").map(({ headers, body }) => ({
    by: headers.authorization === `Bearer ${second.access_token}` ? "second" : "first",
    project: (body as { project: string }).project,
  }));
  expect(sent).toEqual([
    { by: "first", project: "fake-project-1" },
    { by: "first", project: "fake-project-1" },
    { by: "second", project: "fake-project-2" },
  ]);
  expect(world.calls("token")).toEqual([]);
});

test("F11 accounts that are switched and refused forever: the call ends", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("generateContent", async () => {
    await world.signIn();
    return Response.json({ error: { code: 401, message: "no", status: "UNAUTHENTICATED" } }, { status: 401 });
  });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "login_expired", attempts: 2 });
});
