import { expect, test } from "vitest";
import { codeAssist } from "../../../src/backends/code-assist/code-assist.ts";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const projectsSent = (calls: readonly { readonly body: unknown }[]) =>
  calls.map((call) => (call.body as { project?: string }).project);

const refusal = (reason: string) =>
  Response.json(
    { error: { code: 403, message: "No.", status: "PERMISSION_DENIED", details: [{ reason, domain: "x" }] } },
    { status: 403 },
  );

/** A promise that the test resolves. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test.each([
  ["CONSUMER_INVALID", "permission_denied", 2],
  ["SUBSCRIPTION_REQUIRED", "license_required", 2],
  ["TOS_VIOLATION", "account_disabled", 1],
  ["VALIDATION_REQUIRED", "validation_required", 1],
  ["UNSUPPORTED_CLIENT", "client_unsupported", 1],
  ["UNSUPPORTED_LOCATION", "region_unsupported", 1],
])("F33 a 403 with %s (%s), and a call after it: %i look-ups of the account", async (reason, code, lookUps) => {
  await using world = await createWorld();
  // A token of the caller's, since a login that Google disabled is not used again.
  const client = world.client({ backend: codeAssist({ accessToken: world.emulator.login().access_token }) });
  world.on("generateContent", (number) => (number === 1 ? refusal(reason) : undefined));
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code, status: 403, attempts: 1 });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("loadCodeAssist")).toHaveLength(lookUps);
});

test("F33 a 403 that comes as an event of a stream drops the account too", async () => {
  await using world = await createWorld();
  await world.signIn();
  const event = { error: { code: 403, message: "No.", details: [{ reason: "CONSUMER_INVALID", domain: "x" }] } };
  const headers = { "content-type": "text/event-stream" };
  world.on("streamGenerateContent", () => new Response(`data: ${JSON.stringify(event)}\n\n`, { headers }));
  const client = world.client();
  for (let call = 0; call < 2; call += 1) {
    const failure = await failureOf(client.generateStream("hi").response());
    expect(failure).toMatchObject({ code: "permission_denied", status: 403 });
  }
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
});

test("F33 a 403 drops the account of its project, and no other", async () => {
  await using world = await createWorld({ account: { project: null } });
  await world.signIn();
  const refused = world.client({ project: "fake-refused" });
  const fine = world.client({ project: "fake-fine" });
  await fine.generate("hi");
  world.on("generateContent", (_number, _request, call) =>
    JSON.stringify(call.body).includes("fake-refused") ? refusal("CONSUMER_INVALID") : undefined,
  );
  await failureOf(refused.generate("hi"));
  await failureOf(refused.generate("hi"));
  await fine.generate("hi");
  const lookedUp = world.calls("loadCodeAssist").map((call) => JSON.stringify(call.body).includes("fake-refused"));
  expect(lookedUp).toEqual([false, true, true]);
});

test("F33 a late 403 for a dropped account keeps the account that was looked up since", async () => {
  await using world = await createWorld();
  await world.signIn();
  const load = (project: string) =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: project });
  world.on("loadCodeAssist", (number) => load(number === 1 ? "fake-stale" : "fake-fresh"));
  const late = gate();
  const both = gate();
  world.on("generateContent", async (number) => {
    if (number === 2) both.open();
    if (number === 1) await both.opened;
    if (number === 2) await late.opened;
    return number <= 2 ? refusal("CONSUMER_INVALID") : undefined;
  });
  const client = world.client();
  const first = failureOf(client.generate("one"));
  const second = failureOf(client.generate("two"));
  await Promise.race([first, second]);
  await client.generate("three");
  late.open();
  await Promise.all([first, second]);
  await client.generate("four");
  expect(projectsSent(world.calls("generateContent"))).toEqual([
    "fake-stale",
    "fake-stale",
    "fake-fresh",
    "fake-fresh",
  ]);
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
});

test("F36 the account is looked up once for all clients of a login, whatever they send", async () => {
  await using world = await createWorld();
  await world.signIn();
  for (let call = 0; call < 3; call += 1) await world.client().generate("hi");
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("F36 a call that is aborted at any moment of its start does not cause another look-up of the account", async () => {
  await using world = await createWorld();
  await world.signIn();
  const client = world.client({ credentialsPath: world.loginPath });
  await client.generate("hi");
  for (let moment = 0; moment < 40; moment += 1) {
    const controller = new AbortController();
    const failure = failureOf(client.generate("hi", { signal: controller.signal }));
    for (let turn = 0; turn < moment; turn += 1) await Promise.resolve();
    controller.abort();
    expect(await failure).toMatchObject({ code: "aborted" });
  }
  await client.generate("hi");
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("F36 a failed look-up rejects every waiting call, with the attempts counted for each", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", () => Response.json({ allowedTiers: [{ id: "standard-tier", isDefault: true }] }));
  world.on("onboardUser", () => Response.json({ done: true, error: { code: 13, message: "Internal." } }));
  const models = ["one", "two", "three"];
  // Named, so that no look at the disk comes first and all calls join before the first answer.
  const ask = (model: string) => world.client({ credentialsPath: world.loginPath }).generate("hi", { model });
  const failures = await Promise.all(models.map((model) => failureOf(ask(model))));
  expect(failures.map(({ code, attempts, model }) => ({ code, attempts, model }))).toEqual(
    models.map((model) => ({ code: "onboarding_failed", attempts: 2, model })),
  );
  expect(world.calls("onboardUser")).toHaveLength(1);
});
