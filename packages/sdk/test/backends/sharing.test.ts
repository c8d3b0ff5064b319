import type { Socket } from "node:net";
import type { EmulatorCall } from "@gemini-ts/emulator";
import { afterEach, expect, test, vi } from "vitest";
import { query, queryStream } from "../../src/query.ts";
import { createGate } from "../auth/support/gate.ts";
import { loginAsked } from "../auth/support/login-asked.ts";
import { createWorld, type World } from "../auth/support/world.ts";

afterEach(() => vi.unstubAllEnvs());

/** query() has no platform of its own: it sees the environment of the process. */
function useProcessEnvironment(world: World) {
  for (const name of ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_CLOUD_PROJECT"]) {
    vi.stubEnv(name, undefined);
  }
  for (const [name, value] of Object.entries(world.environment)) vi.stubEnv(name, value);
  vi.stubEnv("GEMINI_CLI_HOME", world.home);
  vi.stubEnv("GOOGLE_GENAI_USE_GCA", "true");
}

async function createCountingWorld() {
  const sockets = new Set<Socket>();
  const intercept = { socket: (_call: unknown, socket: Socket) => void sockets.add(socket) };
  return { world: await createWorld({ intercept }), sockets };
}

test("query() in a loop signs in once and keeps its connection", async () => {
  const { world: created, sockets } = await createCountingWorld();
  await using world = created;
  await world.signIn({ expiresInMs: 0 });
  useProcessEnvironment(world);
  for (let call = 0; call < 5; call += 1) {
    expect((await query("What is 2+2?", { model: "gemini-3.5-flash-lite" })).text).toContain("4");
  }
  expect((await queryStream("What is 2+2?", { model: "gemini-3.5-flash-lite" }).response()).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  expect(world.calls("generateContent")).toHaveLength(5);
  expect(sockets.size).toBe(1);
});

test("query() many times at once signs in once", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  useProcessEnvironment(world);
  await Promise.all(Array.from({ length: 20 }, () => query("hi", { model: "gemini-3.5-flash-lite" })));
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("two clients of one login, the first closed before the second: one renewal, one account look-up", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const first = world.client();
  await first.generate("hi");
  await first.close();
  await world.client({ credentialsPath: world.loginPath }).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("closing a client during a renewal does not end the renewal for others", async () => {
  const renewal = { begun: createGate(), allowed: createGate() };
  const intercept = {
    request: async (call: EmulatorCall) => {
      if (call.operation !== "token") return undefined;
      renewal.begun.open();
      await renewal.allowed.opened;
      return undefined;
    },
  };
  await using world = await createWorld({ intercept });
  await world.signIn({ expiresInMs: 0 });
  const closed = world.client();
  const ended = expect(closed.generate("hi")).rejects.toMatchObject({ code: "client_closed" });
  await renewal.begun.opened;
  const joined = loginAsked("signIn");
  const waiting = world.client({ credentialsPath: world.loginPath }).generate("What is 2+2?");
  await joined;
  await closed.close();
  renewal.allowed.open();
  await ended;
  expect((await waiting).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("another login file is a separate sign-in", async () => {
  await using world = await createWorld();
  await using other = await createWorld();
  const login = await world.signIn();
  await other.writeLogin(world.emulator.login());
  await world.client().generate("hi");
  await world.client({ credentialsPath: other.loginPath }).generate("hi");
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
  expect(
    world.calls("generateContent").map((call) => call.headers.authorization === `Bearer ${login.access_token}`),
  ).toEqual([true, false]);
});

test("a fork keeps the connections open when its parent is closed", async () => {
  const { world: created, sockets } = await createCountingWorld();
  await using world = created;
  await world.signIn();
  const parent = world.client();
  const fork = parent.fork();
  await parent.generate("hi");
  await parent.close();
  expect((await fork.generate("What is 2+2?")).text).toContain("4");
  await fork.close();
  expect(sockets.size).toBe(1);
});
