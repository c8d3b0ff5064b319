import { describe, expect, test } from "vitest";
import { createWorld, type WorldOptions } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";

const busy = () => new Response("busy", { status: 503 });
const PROMPT = "What is 2+2?";

/** A world whose clock moves on by each wait that an event announces. */
async function createPatientWorld(options: WorldOptions = {}) {
  const clock = new ManualClock();
  const world = await createWorld({ ...options, clock });
  const client = world.client({
    retry: true,
    onEvent: (event) => {
      world.events.push(event);
      if (event.type !== "retry") return;
      const dueAt = clock.now() + event.delayMs;
      setImmediate(() => clock.advance(Math.max(0, dueAt - clock.now())));
    },
  });
  const retries = () => world.events.filter((event) => event.type === "retry");
  return { world, client, retries };
}

describe("the requests before the model request", () => {
  test("F36 a transient failure of the account look-up is retried with the call", async () => {
    const { world, client, retries } = await createPatientWorld();
    await using _ = world;
    await world.signIn();
    world.on("loadCodeAssist", (number) => (number <= 2 ? busy() : undefined));
    expect((await client.generate(PROMPT)).text).toContain("4");
    expect(retries()).toMatchObject([
      { operation: "generateContent", backend: "code-assist", attempt: 2, reason: "server_error", status: 503 },
      { attempt: 3, reason: "server_error" },
    ]);
    expect(world.calls("loadCodeAssist")).toHaveLength(3);
    expect(world.calls("generateContent")).toHaveLength(1);
  });

  test("F36 and fails after three attempts, which all count", async () => {
    const { world, client } = await createPatientWorld();
    await using _ = world;
    await world.signIn();
    world.on("loadCodeAssist", busy);
    expect(await failureOf(client.generate(PROMPT))).toMatchObject({ code: "server_error", attempts: 3 });
    expect(world.calls("loadCodeAssist")).toHaveLength(3);
  });

  test("F20 the token endpoint has its own three attempts, and the call does not multiply them", async () => {
    const { world, client, retries } = await createPatientWorld();
    await using _ = world;
    await world.signIn({ expiresInMs: -1 });
    world.on("token", busy);
    expect(await failureOf(client.generate(PROMPT))).toMatchObject({
      code: "server_error",
      phase: "token",
      attempts: 3,
    });
    expect(world.calls("token")).toHaveLength(3);
    expect(retries().map(({ operation }) => operation)).toEqual(["token", "token"]);
  });

  test("F19 F1 permanent failures are not retried", async () => {
    const { world, client, retries } = await createPatientWorld({ clientIds: ["fake-other-client"] });
    await using _ = world;
    world.environment.GOOGLE_GENAI_USE_GCA = "true";
    expect((await failureOf(client.generate(PROMPT))).code).toBe("no_credentials");
    await world.signIn({ expiresInMs: -1 });
    expect((await failureOf(client.generate(PROMPT))).code).toBe("oauth_client_rejected");
    expect(retries()).toEqual([]);
    expect(world.calls("token")).toHaveLength(1);
  });
});

test("F27 a refused token is replaced at once, without a retry; each later attempt sends the new one", async () => {
  const { world, client, retries } = await createPatientWorld();
  await using _ = world;
  const login = await world.signIn();
  world.emulator.revoke(login.access_token);
  world.on("generateContent", (number) => (number === 2 ? busy() : undefined));
  world.on("loadCodeAssist", () =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: "fake-project-001" }),
  );
  expect((await client.generate(PROMPT)).text).toContain("4");
  const tokens = world.calls("generateContent").map(({ headers }) => headers.authorization);
  expect(tokens).toHaveLength(3);
  expect(new Set(tokens.slice(1)).size).toBe(1);
  expect(tokens[0]).not.toBe(tokens[1]);
  expect(retries()).toMatchObject([{ attempt: 2, reason: "server_error" }]);
  expect(world.calls("token")).toHaveLength(1);
  const sends = world.events.filter((event) => event.type === "request" && event.operation === "generateContent");
  expect(sends.map((event) => "attempt" in event && event.attempt)).toEqual([1, 2, 3]);
});
