import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { GoogleLogin } from "../../../src/auth/tokens/google-login.ts";
import { resolveOAuthClient } from "../../../src/auth/tokens/oauth-client.ts";
import type { GeminiClient } from "../../../src/client.ts";
import { createHttp } from "../../../src/http/http.node.ts";
import { createTransport } from "../../../src/http/send.ts";
import { CallScope } from "../../../src/scope/call-scope.ts";
import { resolveTimeouts } from "../../../src/scope/timeouts.ts";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { loginAsked } from "../support/login-asked.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld } from "../support/world.ts";

const MINUTE_MS = 60_000;

/** A world whose first renewal is never answered. */
async function createSilentWorld() {
  const clock = new TestClock();
  const world = await createWorld({ clock });
  const asked = createGate();
  world.on("token", (number) => {
    asked.open();
    return number === 1 ? new Promise(() => {}) : undefined;
  });
  return { world, clock, asked };
}

test("a background renewal ends with its client, without a warning or a timer, and the next client starts its own", async () => {
  const { world: created, clock, asked } = await createSilentWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  const client = world.client();
  await client.generate("hi");
  await asked.opened;
  expect(clock.waiting).toBeGreaterThan(0);
  await client.close();
  await until(() => clock.waiting === 0);
  await world.client().generate("hi");
  await until(() => world.events.some((event) => event.type === "token-refresh"));
  expect(world.calls("token")).toHaveLength(2);
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test.each([
  ["closing the client, which ends the call", async (client: GeminiClient) => client.close()],
  [
    "an abort, and then closing the client",
    async (client: GeminiClient, controller: AbortController, failure: Promise<unknown>) => {
      controller.abort();
      await failure;
      await client.close();
    },
  ],
])("a renewal whose only waiting call has left ends with the client: %s", async (_how, leave) => {
  const { world: created, clock, asked } = await createSilentWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  const client = world.client({ credentialsPath: world.loginPath });
  const controller = new AbortController();
  const failure = failureOf(client.generate("hi", { signal: controller.signal }));
  await asked.opened;
  await leave(client, controller, failure);
  expect((await failure).code).toMatch(/aborted|client_closed/);
  await until(() => clock.waiting === 0);
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("a waiting call of another client keeps the renewal running", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 65_000 });
  const asked = createGate();
  const answer = createGate();
  world.on("token", async () => {
    asked.open();
    await answer.opened;
    return undefined;
  });
  const first = world.client();
  await first.generate("hi");
  await asked.opened;
  clock.advance(6_000);
  const joined = loginAsked("signIn");
  const waiting = world.client({ credentialsPath: world.loginPath }).generate("What is 2+2?");
  await joined;
  await first.close();
  answer.open();
  expect((await waiting).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("a fork keeps the background renewal of its parent running", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  const asked = createGate();
  const answer = createGate();
  world.on("token", async () => {
    asked.open();
    await answer.opened;
    return undefined;
  });
  const parent = world.client();
  const fork = parent.fork();
  await parent.generate("hi");
  await asked.opened;
  await parent.close();
  answer.open();
  await until(() => world.events.some((event) => event.type === "token-refresh"));
  expect(world.calls("token")).toHaveLength(1);
  await fork.close();
});

test("F84 a finished renewal leaves no listener on its client", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 0 });
  const login = new GoogleLogin(world.loginPath, resolveOAuthClient(undefined, world.platform), world.platform);
  const closing = new AbortController();
  const http = createHttp({});
  const transport = createTransport(http, closing.signal);
  for (let hour = 0; hour < 3; hour += 1) {
    const scope = new CallScope({ clock, timeouts: resolveTimeouts() });
    await login.signIn(transport, scope);
    scope.close();
    clock.advance(3_600_000);
  }
  http.close();
  expect(world.calls("token")).toHaveLength(3);
  expect(getEventListeners(closing.signal, "abort")).toHaveLength(0);
});
