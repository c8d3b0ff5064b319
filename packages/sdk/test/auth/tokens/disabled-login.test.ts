import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld, type World } from "../support/world.ts";

const HOUR_MS = 3_600_000;
const words = "This service has been disabled in this account for violation of Terms of Service.";

/** As the token endpoint says it. */
const refusedToken = () => Response.json({ error: "access_denied", error_description: words }, { status: 403 });

/** As Google's services say it. */
const refusedCall = () =>
  Response.json(
    {
      error: {
        code: 403,
        message: words,
        status: "PERMISSION_DENIED",
        details: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "TOS_VIOLATION", domain: "fake" }],
      },
    },
    { status: 403 },
  );

/** Any number of calls later: nothing more was sent. */
async function expectNothingMoreSent(world: World, ...clients: readonly ReturnType<World["client"]>[]) {
  const sent = world.emulator.calls.length;
  for (const client of clients) {
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ code: "account_disabled", phase: "credentials", attempts: 0, retryable: false });
    expect(error.status).toBeUndefined();
  }
  expect(world.emulator.calls).toHaveLength(sent);
}

test("F26 the token endpoint says so in words that a line end separates", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const description = words.replace("of Service", "of\n\t\tService");
  world.on("token", () => Response.json({ error: "access_denied", error_description: description }, { status: 403 }));
  const client = world.client();
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "account_disabled", phase: "token" });
  await expectNothingMoreSent(world, client);
});

test("F26 the token endpoint says that the account is disabled: one request, and never another for this login", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", refusedToken);
  const client = world.client({ retry: true });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "account_disabled", phase: "token", status: 403, retryable: false, attempts: 1 });
  expect(world.calls("token")).toHaveLength(1);
  await expectNothingMoreSent(world, client, world.client(), client);
});

test.each(["generateContent", "loadCodeAssist"])(
  "F26 %s reports it: no request with the login's valid token follows, and nothing is renewed",
  async (operation) => {
    await using world = await createWorld();
    await world.signIn();
    world.on(operation, refusedCall);
    const client = world.client();
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ code: "account_disabled", status: 403, reason: "TOS_VIOLATION" });
    await expectNothingMoreSent(world, client, world.client());
    expect(await failureOf(client.generate("hi"))).toMatchObject({ reason: "TOS_VIOLATION" });
    expect(world.calls("token")).toEqual([]);
  },
);

test.each<[string, string, () => Response]>([
  [
    "an event of a stream",
    "streamGenerateContent",
    () =>
      new Response(
        `data: ${JSON.stringify({ error: { code: 403, message: words, details: [{ reason: "TOS_VIOLATION" }] } })}\n\n`,
        {
          headers: { "content-type": "text/event-stream" },
        },
      ),
  ],
  [
    "a plan out of reach",
    "loadCodeAssist",
    () =>
      Response.json({
        currentTier: { id: "free-tier" },
        ineligibleTiers: [{ reasonCode: "TOS_VIOLATION", reasonMessage: words }],
      }),
  ],
])("F26 %s reports it: the login is not used any more either", async (_where, operation, reply) => {
  await using world = await createWorld();
  await world.signIn();
  world.on(operation, reply);
  const client = world.client();
  expect(await failureOf(client.sendMessageStream("hi").response())).toMatchObject({ code: "account_disabled" });
  await expectNothingMoreSent(world, client, world.client());
});

test("F26 another refusal with 403 leaves the login as it is", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("generateContent", (number) =>
    number === 1
      ? Response.json({ error: { code: 403, message: "no", status: "PERMISSION_DENIED" } }, { status: 403 })
      : undefined,
  );
  const client = world.client();
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "permission_denied" });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test("F26 the user signs in with another account: that login is used", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) => (number === 1 ? refusedToken() : undefined));
  const client = world.client();
  await failureOf(client.generate("hi"));
  await expectNothingMoreSent(world, client);
  await world.signIn();
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test("F26 the CLI renews the disabled login's token: it stays disabled", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  world.on("generateContent", refusedCall);
  const client = world.client();
  await failureOf(client.generate("hi"));
  await world.writeLogin({ ...world.emulator.login(), refresh_token: login.refresh_token });
  await expectNothingMoreSent(world, client);
});

test("F26 F7 the login stays disabled after its refresh token was replaced in the file", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access"] });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () =>
    Response.json({ access_token: "fake-access", expires_in: 3_599, refresh_token: "fake-replacement" }),
  );
  world.on("generateContent", refusedCall);
  const client = world.client();
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "account_disabled" });
  await expectNothingMoreSent(world, client);
});

test("F26 the same login in another file is disabled too", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", refusedToken);
  await failureOf(world.client().generate("hi"));
  const copy = join(world.home, "oauth_creds.json");
  await writeFile(copy, await readFile(world.loginPath), { mode: 0o600 });
  await expectNothingMoreSent(world, world.client({ credentialsPath: copy }));
});

test("F26 a background renewal detects it: a warning, and the next call fails at once", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 4 * 60_000 });
  world.on("token", refusedToken);
  const client = world.client();
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  await until(() => world.events.some((event) => event.type === "warning"));
  expect(world.events.filter((event) => event.type === "warning")).toMatchObject([{ code: "account_disabled" }]);
  await expectNothingMoreSent(world, client);
});

test("F26 a late refusal of a token that the login no longer has disables nothing", async () => {
  await using world = await createWorld();
  const first = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.on("generateContent", async (_number, request) => {
    if (request.headers.get("authorization") !== `Bearer ${first.access_token}`) return undefined;
    // Meanwhile another call has started to use the login of another account.
    world.on("generateContent", () => undefined);
    world.emulator.revoke(first.access_token);
    await world.signIn({ expiresInMs: 2 * HOUR_MS });
    await client.generate("hi");
    return refusedCall();
  });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "account_disabled" });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});
