import { expect, test } from "vitest";
import { TestClock } from "../../auth/support/test-clock.ts";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const POLL_EVERY_MS = 5_000;
const SET_UP_DEADLINE_MS = 60_000;

const metadata = { ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" };

test("F34 the free tier sends no project, even if one is configured, and uses the one that Google returns", async () => {
  const clock = new TestClock();
  await using world = await createWorld({
    clock,
    account: { tier: "none-yet", onboarding: { tier: "free", polls: 2 } },
    environment: { GOOGLE_CLOUD_PROJECT: "fake-configured" },
  });
  await world.signIn();
  const answer = world.client().generate("What is 2+2?");
  for (let poll = 0; poll < 2; poll += 1) {
    await clock.waitBegun(POLL_EVERY_MS);
    clock.advance(POLL_EVERY_MS);
  }
  expect((await answer).text).toContain("4");
  expect(world.calls("onboardUser").map((call) => call.body)).toEqual([{ tierId: "free-tier", metadata }]);
  expect(world.calls("getOperation").map((call) => `${call.method} ${call.path}`)).toEqual(
    Array.from({ length: 2 }, () => "GET /v1internal/operations/fake-onboarding-1"),
  );
  expect(world.calls("generateContent").map((call) => (call.body as { project: string }).project)).toEqual([
    "fake-project-001",
  ]);
});

test("F34 another tier sends the configured project", async () => {
  await using world = await createWorld({
    account: { tier: "none-yet", onboarding: { tier: "standard", polls: 0 } },
  });
  await world.signIn();
  await world.client({ project: "fake-configured" }).generate("hi");
  expect(world.calls("onboardUser").map((call) => call.body)).toEqual([
    {
      tierId: "standard-tier",
      cloudaicompanionProject: "fake-configured",
      metadata: { ...metadata, duetProject: "fake-configured" },
    },
  ]);
});

test("F34 another tier without a project: project_required", async () => {
  await using world = await createWorld({ account: { tier: "none-yet", onboarding: { tier: "standard", polls: 0 } } });
  await world.signIn();
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "project_required", attempts: 2 });
});

test("F34 onboarding that never completes fails after 60 seconds for all waiting calls, and the next call starts it again", async () => {
  const clock = new TestClock();
  await using world = await createWorld({
    clock,
    account: { tier: "none-yet", onboarding: { polls: Number.POSITIVE_INFINITY } },
  });
  await world.signIn();
  // Named, so that no look at the disk comes first and both calls join before the first poll.
  const options = { credentialsPath: world.loginPath };
  const client = world.client(options);
  const waiting = [failureOf(client.generate("hi")), failureOf(world.client(options).generate("hi"))];
  await clock.waitBegun(POLL_EVERY_MS);
  clock.advance(POLL_EVERY_MS);
  await clock.waitBegun(POLL_EVERY_MS);
  clock.advance(SET_UP_DEADLINE_MS - POLL_EVERY_MS);
  for (const error of await Promise.all(waiting)) {
    expect(error).toMatchObject({ code: "timeout", phase: "project", attempts: 3, retryable: true });
  }
  expect(world.calls("onboardUser")).toHaveLength(1);
  world.on("getOperation", () =>
    Response.json({ done: true, response: { cloudaicompanionProject: { id: "fake-p" } } }),
  );
  world.on("generateContent", () =>
    Response.json({ response: { candidates: [{ content: { parts: [{ text: "yes" }] }, finishReason: "STOP" }] } }),
  );
  const again = client.generate("hi");
  await clock.waitBegun(POLL_EVERY_MS);
  clock.advance(POLL_EVERY_MS);
  expect((await again).text).toBe("yes");
});

test("F34 the wait can be aborted; another caller's wait goes on", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, account: { tier: "none-yet", onboarding: { polls: 1 } } });
  await world.signIn();
  const controller = new AbortController();
  // Named, so that no look at the disk comes first and both calls join before the first poll.
  const options = { credentialsPath: world.loginPath };
  const aborted = failureOf(world.client(options).generate("hi", { signal: controller.signal }));
  const other = world.client(options).generate("What is 2+2?");
  await clock.waitBegun(POLL_EVERY_MS);
  controller.abort();
  expect(await aborted).toMatchObject({ code: "aborted", attempts: 0 });
  clock.advance(POLL_EVERY_MS);
  expect((await other).text).toContain("4");
});

test("F34 if the last waiting call is aborted, the polling stops, and the next call starts again", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, account: { tier: "none-yet", onboarding: { polls: 1 } } });
  await world.signIn();
  const controller = new AbortController();
  const client = world.client();
  const calls = Array.from({ length: 2 }, () => failureOf(client.generate("hi", { signal: controller.signal })));
  await clock.waitBegun(POLL_EVERY_MS);
  controller.abort();
  await Promise.all(calls);
  expect(clock.waiting).toBe(0);
  const again = client.generate("What is 2+2?");
  await clock.waitBegun(POLL_EVERY_MS);
  clock.advance(POLL_EVERY_MS);
  expect((await again).text).toContain("4");
  expect(world.calls("onboardUser")).toHaveLength(2);
  expect(world.calls("getOperation")).toHaveLength(1);
});

test("F34 calls that start while the last waiting call is being aborted are not aborted with it", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, account: { tier: "none-yet", onboarding: { polls: 1 } } });
  await world.signIn();
  // Named, so that no look at the disk comes first.
  const client = world.client({ credentialsPath: world.loginPath });
  const controller = new AbortController();
  const failure = failureOf(client.generate("hi", { signal: controller.signal }));
  await clock.waitBegun(POLL_EVERY_MS);
  clock.passQuickly(POLL_EVERY_MS);
  controller.abort();
  const answers: Promise<{ readonly text: string }>[] = [];
  for (let moment = 0; moment < 40; moment += 1) {
    answers.push(client.generate("What is 2+2?"));
    await Promise.resolve();
  }
  expect(await failure).toMatchObject({ code: "aborted" });
  for (const { text } of await Promise.all(answers)) expect(text).toContain("4");
});

test("F34 closing the only client that waits ends the polling", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, account: { tier: "none-yet", onboarding: { polls: 1 } } });
  await world.signIn();
  const client = world.client();
  const failure = failureOf(client.generate("hi"));
  await clock.waitBegun(POLL_EVERY_MS);
  await client.close();
  expect(await failure).toMatchObject({ code: "client_closed", attempts: 0 });
  expect(clock.waiting).toBe(0);
});

test.each([
  "../../v1/evil",
  "operations/../evil",
  "operations/..",
  "operations/a/../../evil",
  "https://example.com/operations/x",
  "//example.com/operations/x",
  "operations/x?y=1",
  "operations/x#y",
  "operations/x%2e%2e",
  "operations/",
  "/operations/x",
  "operations/x y",
  "elsewhere/x",
])("F34 the operation name %s is refused and not requested", async (name) => {
  await using world = await createWorld({ account: { tier: "none-yet" } });
  await world.signIn();
  world.on("onboardUser", () => Response.json({ name }));
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "onboarding_failed", phase: "project", attempts: 2 });
  expect(world.emulator.calls.map((call) => call.operation)).toEqual(["loadCodeAssist", "onboardUser"]);
});

test("F34 a name that changes while the operation runs is not followed", async () => {
  const clock = new TestClock();
  clock.passQuickly(POLL_EVERY_MS);
  await using world = await createWorld({ clock, account: { tier: "none-yet", onboarding: { polls: 2 } } });
  await world.signIn();
  world.on("getOperation", (number) => (number === 1 ? Response.json({ name: null }) : undefined));
  world.on("generateContent", () => undefined);
  const answer = world.client().generate("What is 2+2?");
  expect((await answer).text).toContain("4");
  expect(new Set(world.calls("getOperation").map((call) => call.path))).toEqual(
    new Set(["/v1internal/operations/fake-onboarding-1"]),
  );
});

test("an unfinished operation without a name: the configured project is used", async () => {
  await using world = await createWorld({ account: { tier: "none-yet" } });
  await world.signIn();
  world.on("onboardUser", () => Response.json({}));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "project_required" });
});

test.each([
  ["an error", { code: 9, message: "Precondition check failed." }, "Precondition check failed."],
  ["an error of another shape", "broken", "no reason given"],
])("onboarding that ends with %s: onboarding_failed with Google's message", async (_name, error, words) => {
  await using world = await createWorld({ account: { tier: "none-yet" } });
  await world.signIn();
  world.on("onboardUser", () => Response.json({ name: "operations/x", done: true, error }));
  const failure = await failureOf(world.client().generate("hi"));
  expect(failure).toMatchObject({ code: "onboarding_failed", phase: "project", attempts: 2 });
  expect(failure.message).toContain(words);
});

test.each([
  [{ code: 14, message: "Busy." }, 503, true],
  [{ code: 8, message: "Too many." }, 429, true],
  [{ message: "Something." }, undefined, true],
  [{ code: 9, message: "Precondition check failed." }, 400, false],
  [{ code: 7, message: "Not for you." }, 403, false],
])("F169 onboarding that ends with %o is retryable only if it is transient", async (error, status, retryable) => {
  await using world = await createWorld({ account: { tier: "none-yet" } });
  await world.signIn();
  world.on("onboardUser", () => Response.json({ name: "operations/x", done: true, error }));
  const failure = await failureOf(world.client().generate("hi"));
  expect(failure).toMatchObject({ code: "onboarding_failed", retryable });
  expect(failure.status).toBe(status);
  expect(failure.remedy.includes("again")).toBe(retryable);
});
